import NIOCore
import Notifications
import Testing

@testable import NotificationServer

/// How a socket ends, and that nothing of it is left.
@Suite(.timeLimit(.minutes(5))) struct EndingTests {
    @Test func `whoever leaves without a word is forgotten`() async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed) { server, sockets async throws in
            for way in 0..<4 {
                let socket = try await TestSocket.open(server, token: token)
                _ = try await socket.frame()
                switch way {
                case 0: socket.abort()
                case 1:
                    // Half a frame.
                    await socket.send(Array(ClientFrame.text("hello").bytes.prefix(5)))
                    socket.abort()
                case 2:
                    socket.sendNoMore()
                    #expect(try await socket.closing()?.code == 1000)
                default:
                    await socket.send(Array(ClientFrame.text("hello").bytes.prefix(5)))
                    socket.sendNoMore()
                    #expect(try await socket.closing()?.code == 1000)
                }
                try await eventually { sockets.count == 0 && feed.left == way + 1 }
            }
        }
    }

    @Test func `when the token expires it is over`() async throws {
        let feed = TestFeed()
        try await withSockets(feed) { server, sockets async throws in
            var closing: TestSocket.Frame?
            // A busy machine may take as long to open the socket as the token is good for.
            for lifetime in [2.0, 10, 60] where closing == nil {
                let token = try await TestServer.token(lifetime: lifetime)
                guard let socket = try? await TestSocket.open(server, token: token) else { continue }
                closing = try await socket.closing()
            }
            #expect(closing?.code == 4401 && closing?.reason == "The token has expired.")
            try await eventually { sockets.count == 0 && feed.left == 1 }
        }
    }

    @Test func `who gives no sign is asked for one, and given up`() async throws {
        let token = try await TestServer.token()
        try await withSockets(limits: {
            ($0.pingAfter, $0.silence, $0.patience) = (.milliseconds(20), .seconds(1), .milliseconds(20))
        }) { server, sockets async throws in
            let socket = try await TestSocket.open(server, token: token)
            var opcodes: [UInt8] = []
            while let frame = try await socket.frame() {
                opcodes.append(frame.opcode)
                if frame.opcode == ClientFrame.Opcode.close { #expect(frame.code == 4408) }
            }
            let (text, ping, close) = (ClientFrame.Opcode.text, ClientFrame.Opcode.ping, ClientFrame.Opcode.close)
            #expect(opcodes.last == close && Set(opcodes.dropLast()).isSubset(of: [text, ping]))
            // It has not said goodbye either.
            try await eventually { sockets.count == 0 }
        }
    }

    @Test func `who answers stays`() async throws {
        let token = try await TestServer.token()
        try await withSockets(limits: { $0.pingAfter = .milliseconds(5) }) { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            var pings = 0
            while pings < 20 {
                let frame = try #require(try await socket.frame())
                guard frame.message == nil else { continue }
                #expect(frame.opcode == ClientFrame.Opcode.ping)
                await socket.send(ClientFrame(ClientFrame.Opcode.pong))
                pings += 1
            }
        }
    }

    @Test func `when the feed has no more to tell, the client learns why`() async throws {
        let token = try await TestServer.token()
        for (end, code) in [(LiveEnd.tooSlow, 1013), (.closed, 1001), (.viewerChanged, 1012)] as [(LiveEnd, UInt16)] {
            let feed = TestFeed()
            try await withSockets(feed) { server, sockets async throws in
                let socket = try await TestSocket.open(server, token: token)
                try await eventually { feed.subscribers.count == 1 }
                feed.tell([.reset])
                feed.subscribers[0].sink.end(end)
                feed.tell([.read([1])])
                #expect(try await socket.message()?["type"] == "notification.count")
                #expect(try await socket.message()?["type"] == "reset")
                let closing = try #require(try await socket.frame())
                #expect(closing.code == code && closing.reason.utf8.count <= 123)
                await socket.send(.close(code))
                #expect(try await socket.frame() == nil)
                #expect(await feed.subscribers[0].sink.hasRoom() == false)
                socket.sendNoMore()
                try await eventually { sockets.count == 0 && feed.left == 1 }
            }
        }
    }

    @Test func `who is not who they were is told what they are now`() async throws {
        let refusals: [(any Error & Sendable, UInt16)] = [
            (AuthenticationFailure.invalid("gone"), 4401), (NotificationError(.unauthenticated, "deleted"), 4401),
            (NotificationError(.forbidden, "not active"), 4403), (NotificationError(.unavailable, "who knows"), 1012),
        ]
        let token = try await TestServer.token()
        for (refusal, code) in refusals {
            let (feed, hasChanged) = (TestFeed(), Flag())
            let resolve: RouteTable.Resolve = { token in
                if hasChanged.isSet { throw refusal }
                return try await TestServer.resolve(token)
            }
            try await withSockets(feed, resolve: resolve) { server, _ async throws in
                let socket = try await TestSocket.open(server, token: token)
                try await eventually { feed.subscribers.count == 1 }
                hasChanged.set()
                feed.subscribers[0].sink.end(.viewerChanged)
                #expect(try await socket.closing()?.code == code)
            }
        }
    }

    @Test func `a client that never says goodbye is not waited for`() async throws {
        let token = try await TestServer.token()
        try await withSockets(limits: { $0.patience = .milliseconds(50) }) { server, sockets async throws in
            let socket = try await TestSocket.open(server, token: token)
            await socket.send(.text("x").unmasked)
            while try await socket.frame() != nil {}
            try await eventually { sockets.count == 0 }
        }
    }
}
