import NIOCore
import Notifications
import Testing

@testable import NotificationServer

/// Nothing that is sent on a socket hurts anybody else.
@Suite(.timeLimit(.minutes(5))) struct SocketFuzzTests {
    @Test func `after five hundred mad clients all is as it was`() async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed, limits: { $0.patience = .milliseconds(50) }) { server, sockets async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<5 {
                    group.addTask {
                        var random = Seeded(state: UInt64(worker + 1))
                        for _ in 0..<100 { try await Self.beMad(server, token, &random) }
                    }
                }
                try await group.waitForAll()
            }
            try await eventually { sockets.count == 0 && feed.left == feed.subscribers.count }
            #expect(feed.left == 500)
            #expect(try await server.send("GET", "/").status == 200)
            #expect(try await TestSocket.open(server, token: token).message()?["type"] == "notification.count")
        }
    }

    /// Sends noise, or frames that are nearly right, and leaves in one way or another.
    private static func beMad(_ server: TestServer, _ token: String, _ random: inout Seeded) async throws {
        let socket = try await TestSocket.open(server, token: token)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            var bytes: [UInt8]
            if Bool.random(using: &random) {
                bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in .random(in: 0...255, using: &random) }
            } else {
                let length = [0, 1, 2, 125, 126, 127, 5000].randomElement(using: &random) ?? 0
                var frame = ClientFrame(.random(in: 0...15, using: &random), Array(repeating: 0x61, count: length))
                frame.isLast = Int.random(in: 0...3, using: &random) > 0
                frame.isMasked = Int.random(in: 0...9, using: &random) > 0
                if Int.random(in: 0...9, using: &random) == 0 { frame.reserved = .random(in: 0...7, using: &random) }
                bytes = frame.bytes
                if Int.random(in: 0...4, using: &random) == 0, let place = bytes.indices.randomElement(using: &random) {
                    bytes[place] = .random(in: 0...255, using: &random)
                }
            }
            guard await socket.send(bytes) else { break }
        }
        switch Int.random(in: 0...2, using: &random) {
        case 0: socket.abort()
        case 1: socket.sendNoMore()
        default: break
        }
    }
}

/// The same numbers every time (xorshift64*).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }
}
