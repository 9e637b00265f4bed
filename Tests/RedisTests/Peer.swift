import NIOCore
import NIOPosix

/// A server of a test's own that says what it is told to, and is not Redis.
struct Peer: Sendable {
    private let channel: any Channel

    let url: String

    /// - Parameters:
    ///   - greeting: what it says at once.
    ///   - answer: what it says to whatever comes; nil closes the connection.
    static func start(
        greeting: String = "", answer: @escaping @Sendable (String) -> String? = { _ in "" }
    ) async throws -> Peer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answering(greeting: greeting, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return Peer(channel: channel, url: "redis://127.0.0.1:\(channel.localAddress?.port ?? 0)")
    }

    func close() async {
        try? await channel.close()
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let greeting: String
        private let answer: @Sendable (String) -> String?

        init(greeting: String, answer: @escaping @Sendable (String) -> String?) {
            self.greeting = greeting
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) {
            say(greeting, context)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            say(answer(String(buffer: unwrapInboundIn(data))), context)
        }

        private func say(_ text: String?, _ context: ChannelHandlerContext) {
            guard let text else { return context.close(promise: nil) }
            if !text.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil) }
        }
    }
}
