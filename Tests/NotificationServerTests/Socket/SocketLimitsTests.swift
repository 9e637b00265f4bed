import Notifications
import Testing

@testable import NotificationServer

/// How many sockets there may be, and that they are counted exactly.
@Suite(.timeLimit(.minutes(5))) struct SocketLimitsTests {
    static func refusal(_ server: TestServer, _ request: UpgradeRequest) async throws -> TestSocket.Refused? {
        await #expect(throws: TestSocket.Refused.self) { try await TestSocket.open(server, request) }
    }

    @Test func `a user may have so many, and another as many again`() async throws {
        let (token, other) = (try await TestServer.token("7"), try await TestServer.token("8"))
        try await withSockets(limits: { $0.perUser = 3 }) { server, sockets async throws in
            var open: [TestSocket] = []
            for _ in 0..<3 { open.append(try await .open(server, token: token)) }
            let refused = try await Self.refusal(server, UpgradeRequest(token: token))
            #expect(refused?.status == 429 && refused?.answer.contains("Retry-After: ") == true)
            #expect(refused?.answer.contains("You have 3 sockets open") == true)
            open.append(try await .open(server, token: other))
            #expect(sockets.count == 4)
            open[0].abort()
            try await eventually { sockets.count == 3 }
            open.append(try await .open(server, token: token))
            #expect(try await Self.refusal(server, UpgradeRequest(token: token))?.status == 429)
            open = []
            try await eventually { sockets.count == 0 }
        }
    }

    @Test func `a process may have so many, and answers other requests all the same`() async throws {
        try await withSockets(limits: { $0.total = 5 }) { server, sockets async throws in
            var open: [TestSocket] = []
            for user in 1...5 { open.append(try await .open(server, token: try await TestServer.token("\(user)"))) }
            let refused = try await Self.refusal(server, UpgradeRequest(token: try await TestServer.token("6")))
            #expect(refused?.status == 503 && refused?.answer.contains("Retry-After: ") == true)
            #expect(try await server.send("GET", "/").status == 200)
            open = []
            try await eventually { sockets.count == 0 }
            _ = try await TestSocket.open(server, token: try await TestServer.token("6"))
        }
    }

    @Test func `some connections are always left`() {
        let (connections, sockets) = (FileDescriptors.connectionLimit(), SocketLimits().total)
        #expect(sockets < connections && sockets >= connections * 8 / 10)
    }

    @Test func `a handshake that is dropped half-way costs nothing`() async throws {
        let token = try await TestServer.token()
        let feed = TestFeed()
        let slowly: RouteTable.Resolve = { token in
            for _ in 0..<50 { await Task.yield() }
            return try await TestServer.resolve(token)
        }
        try await withSockets(feed, resolve: slowly) { server, sockets async throws in
            let text = UpgradeRequest(token: token).text
            for number in 0..<100 {
                try await server.raw { connection in
                    // All of it, or some, and gone before the answer.
                    connection.send(number % 3 == 0 ? String(text.prefix(number)) : text)
                    if number % 2 == 0 { connection.abort() }
                }
            }
            try await eventually { sockets.count == 0 && feed.left == feed.subscribers.count }
            #expect(sockets.count(of: Viewer(account: 1, user: 7, role: .viewer)) == 0)
            #expect(try await TestSocket.open(server, token: token).message() != nil)
        }
    }

    @Test func `refused handshakes take no place`() async throws {
        let token = try await TestServer.token()
        try await withSockets(limits: { $0.perUser = 1 }) { server, sockets async throws in
            for _ in 0..<5 {
                #expect(try await Self.refusal(server, UpgradeRequest("/ws?after=x", token: token))?.status == 400)
                let wrong = UpgradeRequest(token: token).with("Sec-WebSocket-Key", "x")
                #expect(try await Self.refusal(server, wrong)?.status == 400)
            }
            #expect(sockets.count == 0)
            #expect(try await TestSocket.open(server, token: token).message() != nil)
        }
    }
}
