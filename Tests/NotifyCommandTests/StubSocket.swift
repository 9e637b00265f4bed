import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// A server of the tests' own with sockets that say what they are told to, and plain answers beside them.
final class StubSocket: Sendable {
    enum Step: Sendable {
        case text(String)
        /// In as many frames.
        case fragments([String])
        case ping
        case close(UInt16, String)
        /// The connection ends without a word.
        case cut
    }

    struct Script: Sendable {
        /// What is said on each connection, the first being 0; then it stays open.
        var socket: @Sendable (_ connection: Int) -> [Step]
        /// The JSON that answers any other request for a path.
        var answer: @Sendable (_ path: String) -> String = { _ in #"{"count":0,"next":null,"results":[]}"# }
    }

    private let script: Script
    private let seen = Mutex<(paths: [String], frames: [WebSocketOpcode])>(([], []))
    private let channel = Mutex<(any Channel)?>(nil)

    /// What has been asked for, in order.
    var paths: [String] { seen.withLock(\.paths) }
    /// What clients have sent, in order.
    var frames: [WebSocketOpcode] { seen.withLock(\.frames) }
    var port: Int { channel.withLock { $0?.localAddress?.port } ?? 0 }
    var address: String { "http://127.0.0.1:\(port)" }

    private init(_ script: Script) {
        self.script = script
    }

    /// Runs until `body` has ended.
    static func serving<Result: Sendable>(
        _ script: Script, _ body: (StubSocket) async throws -> Result
    ) async throws -> Result {
        let server = StubSocket(script)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { server.initialize($0) }
            .bind(host: "127.0.0.1", port: 0).get()
        server.channel.withLock { $0 = channel }
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private func initialize(_ channel: any Channel) -> EventLoopFuture<Void> {
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, head in
                let shape = head.headers.first(name: "Sec-WebSocket-Protocol") ?? ""
                return channel.eventLoop.makeSucceededFuture(["Sec-WebSocket-Protocol": shape])
            },
            upgradePipelineHandler: { channel, head in
                let number = self.note(head.uri)
                return channel.eventLoop.makeCompletedFuture {
                    let frames = FrameRecorder { frame in self.seen.withLock { $0.frames.append(frame.opcode) } }
                    try channel.pipeline.syncOperations.addHandler(frames)
                    for step in self.script.socket(number) { self.perform(step, on: channel) }
                }
            })
        return channel.eventLoop.makeCompletedFuture {
            let answerer = Answerer { path in
                _ = self.note(path)
                return self.script.answer(path)
            }
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                withServerUpgrade: (
                    upgraders: [upgrader],
                    completionHandler: { $0.pipeline.syncOperations.removeHandler(name: "answerer", promise: nil) }
                ))
            try channel.pipeline.syncOperations.addHandler(answerer, name: "answerer")
        }
    }

    /// How many sockets there were before.
    private func note(_ path: String) -> Int {
        seen.withLock { seen in
            defer { seen.paths.append(path) }
            return seen.paths.count { $0.hasPrefix("/ws") }
        }
    }

    private func perform(_ step: Step, on channel: any Channel) {
        func send(_ opcode: WebSocketOpcode, _ body: ByteBuffer, isLast: Bool = true) {
            channel.writeAndFlush(WebSocketFrame(fin: isLast, opcode: opcode, data: body), promise: nil)
        }
        switch step {
        case .text(let text): send(.text, ByteBuffer(string: text))
        case .fragments(let texts):
            for (index, text) in texts.enumerated() {
                send(index == 0 ? .text : .continuation, ByteBuffer(string: text), isLast: index == texts.count - 1)
            }
        case .ping: send(.ping, ByteBuffer(string: "are you there"))
        case .close(let code, let reason):
            var body = ByteBuffer(integer: code)
            body.writeString(reason)
            send(.connectionClose, body)
        case .cut: channel.close(promise: nil)
        }
    }
}

private final class FrameRecorder: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let record: (WebSocketFrame) -> Void

    init(_ record: @escaping (WebSocketFrame) -> Void) {
        self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        record(frame)
        if frame.opcode == .connectionClose { context.close(promise: nil) }
    }
}

private final class Answerer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: (String) -> String

    init(_ answer: @escaping (String) -> String) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let request) = unwrapInboundIn(data) else { return }
        let body = ByteBuffer(string: answer(request.uri))
        let headers: HTTPHeaders = ["Content-Type": "application/json", "Content-Length": "\(body.readableBytes)"]
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
