import Notifications
import Testing

@testable import NotificationServer

/// How a socket is opened, and what is said when it is not.
@Suite(.timeLimit(.minutes(5))) struct HandshakeTests {
    @Test(arguments: HandshakeRefusal.all)
    func `what is no good wish is refused as any request is`(refusal: HandshakeRefusal) async throws {
        let feed = TestFeed()
        let listed = AllowedOrigins.listed(["https://app.example.com"])
        let token = try await TestServer.token()
        try await withSockets(feed, settings: { $0.allowedOrigins = listed }) { server, sockets async throws in
            let request = refusal.change(UpgradeRequest(token: token))
            let refused = await #expect(throws: TestSocket.Refused.self) { try await TestSocket.open(server, request) }
            #expect(refused?.status == refusal.status && refused?.answer.contains(refusal.words) == true)
            #expect(refused?.answer.contains("Content-Type: application/problem+json\r\n") == true)
            #expect(feed.subscribers.isEmpty && sockets.count == 0)
        }
    }

    @Test(arguments: ["POST", "HEAD", "PUT", "OPTIONS"])
    func `nothing but GET opens a socket`(method: String) async throws {
        let token = try await TestServer.token()
        try await withSockets { server, _ async throws in
            var request = UpgradeRequest(token: token)
            request.line = "\(method) /ws HTTP/1.1"
            let refused = await #expect(throws: TestSocket.Refused.self) { try await TestSocket.open(server, request) }
            #expect(refused?.status == (method == "HEAD" ? 426 : method == "OPTIONS" ? 204 : 405))
        }
    }

    @Test func `a token is taken from the header or the subprotocols, and never from the address`() async throws {
        let (token, other) = (try await TestServer.token("7"), try await TestServer.token("8"))
        let feed = TestFeed()
        try await withSockets(feed) { server, _ async throws in
            let plain = UpgradeRequest()
            for request in [
                plain.with("Authorization", "bearer \(token)"),
                plain.with("Sec-WebSocket-Protocol", "notify.v1, bearer.\(token)"),
                plain.with("Sec-WebSocket-Protocol", "bearer.\(token)").and("Sec-WebSocket-Protocol", "notify.v1"),
                // Who has a header means it.
                plain.with("Authorization", "Bearer \(token)").with(
                    "Sec-WebSocket-Protocol", "notify.v1,bearer.\(other)"),
                // A page behind a password of its own.
                plain.with("Authorization", "Basic eDp5").with("Sec-WebSocket-Protocol", "notify.v1,bearer.\(token)"),
            ] {
                let socket = try await TestSocket.open(server, request)
                #expect(try await socket.message()?["type"] == "notification.count")
                #expect(!socket.head.contains(token))
            }
            #expect(feed.subscribers.map(\.viewer.user) == Array(repeating: 7, count: 5))
            for request in [
                UpgradeRequest("/ws?token=\(token)"), UpgradeRequest("/ws?access_token=\(token)"),
                plain.with("Sec-WebSocket-Protocol", "notify.v1, bearer.\(token), bearer.\(other)"),
                plain.with("Sec-WebSocket-Protocol", "notify.v1, bearer."),
                plain.with("Sec-WebSocket-Protocol", "notify.v1, Bearer.\(token)"),
                plain.with("Sec-WebSocket-Protocol", "notify.v1, \(token)"), plain.with("Cookie", "token=\(token)"),
            ] {
                let refused = await #expect(throws: TestSocket.Refused.self) {
                    try await TestSocket.open(server, request)
                }
                #expect(refused?.status == 401)
            }
            let only = await #expect(throws: TestSocket.Refused.self) {
                try await TestSocket.open(server, plain.with("Sec-WebSocket-Protocol", "bearer.\(token)"))
            }
            #expect(only?.status == 400 && only?.answer.contains("notify.v1, orion.v1") == true)
        }
    }

    @Test func `the proof is that of the key, and only a chosen subprotocol is told`() async throws {
        let token = try await TestServer.token()
        try await withSockets { server, _ async throws in
            let plain = UpgradeRequest(token: token)
            for (offered, told) in [
                (nil, nil), ("", nil), ("notify.v1", "notify.v1"), ("orion.v1", "orion.v1"),
                ("chat, orion.v1, notify.v1", "orion.v1"),
                ("notify.v1,orion.v1,bearer.x", "notify.v1"),
            ] as [(String?, String?)] {
                let socket = try await TestSocket.open(server, plain.with("Sec-WebSocket-Protocol", offered))
                #expect(socket.head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
                #expect(
                    socket.head.contains("Upgrade: websocket\r\n") && socket.head.contains("Connection: upgrade\r\n"))
                #expect(!socket.head.lowercased().contains("content-length"))
                #expect(socket.head.contains("Sec-WebSocket-Protocol") == (told != nil))
                if let told { #expect(socket.head.contains("Sec-WebSocket-Protocol: \(told)\r\n")) }
                let count = told == "orion.v1" ? "count" : "unread_count"
                #expect(try await socket.message()?["data"]?[count] == 3)
            }
        }
    }

    @Test func `pages of our own and of listed origins may open one`() async throws {
        let token = try await TestServer.token()
        for (origins, own) in [
            (AllowedOrigins.none, true), (.listed(["https://app.example.com"]), false), (.any, false),
        ] {
            try await withSockets(settings: { $0.allowedOrigins = origins }) { server, _ async throws in
                let origin = own ? "https://INBOX.example.com" : "https://app.example.com"
                let socket = try await TestSocket.open(server, UpgradeRequest(token: token).with("Origin", origin))
                #expect(try await socket.message() != nil)
            }
        }
    }

    @Test func `what a client has already is told to the feed`() async throws {
        let token = try await TestServer.token()
        let feed = TestFeed()
        let id: Identifier<Notification> = 12
        let none: Identifier<Notification> = 0
        try await withSockets(feed) { server, _ async throws in
            for after in ["?after=12", "?after=\(id.uuid)", "?after=0", "?after=\(none.uuid)", "?after=", ""] {
                for slash in ["", "/"] { _ = try await TestSocket.open(server, token: token, "/ws\(slash)\(after)") }
            }
        }
        #expect(feed.subscribers.map(\.after) == [12, 12, 12, 12, 0, 0, 0, 0, nil, nil, nil, nil])
    }

    @Test func `a connection that has been used may become a socket`() async throws {
        let token = try await TestServer.token()
        try await withSockets { server, _ async throws in
            let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            let socket = try await TestSocket.open(server, UpgradeRequest(token: token), before: get)
            #expect(try await socket.message()?["type"] == "notification.count")
            let refused = await #expect(throws: TestSocket.Refused.self) {
                try await TestSocket.open(server, UpgradeRequest(), before: get)
            }
            #expect(refused?.status == 401 && refused?.answer.contains("Connection: close\r\n") == true)
        }
    }

    @Test func `an upgrade may come in one packet with the request before`() async throws {
        let token = try await TestServer.token()
        try await withSockets { server, sockets async throws in
            let text = try await server.raw { connection in
                connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n" + UpgradeRequest(token: token).text)
                var text = ""
                while !text.contains("notification.count"), let more = try connection.receive() {
                    text += String(decoding: more, as: UTF8.self)
                }
                return text
            }
            #expect(text.hasPrefix("HTTP/1.1 200 OK") && text.contains(#""root"HTTP/1.1 101 Switching"#))
            try await eventually { sockets.count == 0 }
        }
    }
}
