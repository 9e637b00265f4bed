import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// Makes a socket of a connection once the 101 for it is sent. The upgrade is an ordinary request until then, so that its
/// refusal is an ordinary answer.
///
/// Lives on the channel's event loop, next after the handlers that are the server's own.
final class SocketUpgrader: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var opening: SocketOpening?
    /// The wish to upgrade. A connection keeps its last request for as long as it is open, so it is let have little of this.
    private var request: HTTPRequest?
    private var isUpgrading = false
    private var isQuiescing = false

    /// Leaves what the socket is to be opened with; the 101 comes next.
    /// - Throws: when the connection has closed.
    static func expect(_ opening: SocketOpening, on channel: any Channel) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.handler(type: SocketUpgrader.self).opening = opening
        }.get()
    }

    /// The whole request that wishes to upgrade, once.
    static func takeRequest(on channel: any Channel) async throws -> HTTPRequest? {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.handler(type: SocketUpgrader.self).request.take()
        }.get()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // One at a time: whoever sends several at once would be answered to the last as if it were the first.
        guard request == nil, case .head(let head) = unwrapInboundIn(data), head.headerFields[.upgrade] != nil else {
            return context.fireChannelRead(data)
        }
        request = head
        var little = HTTPRequest(method: head.method, scheme: nil, authority: nil, path: "/")
        for name in [HTTPField.Name.upgrade, .connection] { little.headerFields[name] = head.headerFields[name] }
        context.fireChannelRead(wrapInboundOut(.head(little)))
    }

    /// A connection keeps the buffer that it first read into: most requests fit into a smaller one than is usual.
    func handlerAdded(context: ChannelHandlerContext) {
        let allocator = AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 1024, maximum: 65_536)
        try? context.channel.syncOptions?.setOption(.recvAllocator, value: allocator)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status == .switchingProtocols && opening != nil:
            isUpgrading = true
            head.headerFields[.contentLength] = nil
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body where isUpgrading:
            promise?.succeed()
        case .end where isUpgrading:
            context.flush()
            promise?.succeed()
            upgrade(context)
        default:
            context.write(data, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { isQuiescing = true }
        context.fireUserInboundEventTriggered(event)
    }

    /// What speaks HTTP leaves the pipeline, but for Hummingbird's own end of it, which waits for a next request until the
    /// connection closes.
    private func upgrade(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, let opening else { return }
        self.opening = nil
        let (channel, pipeline) = (context.channel, context.pipeline.syncOperations)
        let limits = opening.sockets.limits
        let socket = SocketHandler(opening)
        do {
            try channel.syncOptions?.setOption(
                .writeBufferWaterMark,
                value: .init(low: limits.waitingBytes.lowerBound, high: limits.waitingBytes.upperBound))
            let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes))
            try pipeline.addHandlers([decoder, socket], position: .before(self))
            try pipeline.remove(HTTPResponseEncoder.self)
            try pipeline.remove(ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.remove(HTTP1ToHTTPServerCodec.self)
            try pipeline.remove(ConnectionCloser.self)
            try pipeline.remove(ContinueSender.self)
            try pipeline.remove(HTTPConnectionStateHandler.self)
            pipeline.removeHandler(self, promise: nil)
        } catch {
            opening.logger.error("A connection could not be made a socket.", metadata: ["error": "\(error)"])
            return channel.close(promise: nil)
        }
        socket.start(opening)
        // The request was in flight then, and kept the connection open.
        if isQuiescing { pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }
}

extension ChannelPipeline.SynchronousOperations {
    fileprivate func remove<Handler: RemovableChannelHandler>(_ type: Handler.Type) throws {
        removeHandler(context: try context(handlerType: type), promise: nil)
    }
}
