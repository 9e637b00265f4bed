import Hummingbird
import Notifications
import Testing

@testable import NotificationServer

/// What happens on the wire, below requests and answers.
@Suite struct ConnectionTests {
    static let routes: [Route] = [
        Route(.get, "/", .open { _ in .json { $0.string("root") } }),
        Route(
            .post, "/echo",
            .open { call in
                let text = try await call.body { $0.string("text", limit: 1_000_000) }
                return .json { $0.int(text.utf8.count) }
            }),
    ]

    func withSmallServer(_ body: (TestServer) async throws -> Void) async throws {
        try await withServer(Self.routes, settings: { $0.maximumBodyBytes = 2048 }, body)
    }

    static func post(_ body: String) -> String {
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test(arguments: [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
        "Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Connection: upgrade\r\nUpgrade: nonsense", "Connection: keep-alive, Upgrade\r\nUpgrade: TLS/1.0",
    ])
    func `a wish to speak another protocol is answered, and the connection closed`(headers: String) async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                connection.send("GET / HTTP/1.1\r\nHost: x\r\n\(headers)\r\n\r\n")
                return try connection.untilClosed()
            }
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.lowercased().contains("connection: close\r\n"))
            #expect(text.hasSuffix("\"root\""))
        }
    }

    @Test func `an upgrade with a body is answered too`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                let body = #"{"text":"abc"}"#
                connection.send(
                    "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                return try connection.untilClosed()
            }
            #expect(text.contains(" 200 OK\r\n") && text.hasSuffix("\r\n3"))
        }
    }

    @Test func `an upgrade behind other requests is the last that is answered`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                let plain = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                connection.send(
                    plain + plain + "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n")
                return try connection.untilClosed()
            }
            #expect(text.occurrences(of: " 200 OK\r\n") == 3)
            #expect(text.lowercased().occurrences(of: "connection: close") == 1)
        }
    }

    @Test func `of several upgrades at once each is answered to what it asks`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                // Without "Connection: upgrade", after which nothing more is read.
                connection.send(
                    ["/", "/x", "/y"].map { "GET \($0) HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n" }.joined())
                return try connection.untilClosed()
            }
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.contains("\"root\""))
        }
    }

    @Test func `a connection serves one request after another`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                var text = ""
                for _ in 0..<3 {
                    connection.send(
                        Self.post(#"{"text":"ab"}"#) + Self.post("{") + "GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
                    text += try connection.answers(3)
                }
                return text
            }
            #expect(text.occurrences(of: " 200 OK") == 3)
            #expect(text.occurrences(of: " 400 Bad Request") == 3)
            #expect(text.occurrences(of: " 404 Not Found") == 3)
        }
    }

    @Test func `a body that says it is too large is refused before it is sent`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
                return try connection.untilClosed()
            }
            #expect(text.hasPrefix("HTTP/1.1 413 "))
            #expect(text.contains("2048 bytes"))
            #expect(text.lowercased().contains("connection: close"))
        }
    }

    @Test func `a body that turns out too large is refused, and its sender hears of it`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = "400\r\n" + String(repeating: "x", count: 1024) + "\r\n"
                for _ in 0..<200 { guard connection.send(chunk) else { break } }
                return try connection.untilClosed()
            }
            #expect(text.hasPrefix("HTTP/1.1 413 "))
            #expect(text.occurrences(of: "HTTP/1.1 ") == 1)
        }
    }

    @Test func `a body of exactly the limit is read`() async throws {
        try await withSmallServer { server async throws in
            let body = "{\"text\":\"" + String(repeating: "x", count: 2048 - 11) + "\"}"
            #expect(body.utf8.count == 2048)
            #expect(try await server.send("POST", "/echo", body: body).json == .int(2037))
            #expect(try await server.send("POST", "/echo", body: body + " ").status == 413)
            #expect(try await server.send("POST", "/nothing", body: body + " ").status == 404)
        }
    }

    @Test func `a chunked body is read`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                connection.send("7\r\n{\"text\"\r\n6\r\n:\"abc\"\r\n1\r\n}\r\n0\r\n\r\n")
                return try connection.answers(1)
            }
            #expect(text.hasSuffix("\r\n3"))
        }
    }

    @Test func `a body that ends too early ends the connection`() async throws {
        try await withSmallServer { server async throws in
            let text = try await server.raw { connection in
                connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                return try connection.untilClosed()
            }
            #expect(text.hasPrefix("HTTP/1.1 400 "))
            #expect(text.occurrences(of: "HTTP/1.1 ") == 1)
        }
    }

    @Test(arguments: [
        "garbage\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}", "GET / HTTP/9.9\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ])
    func `what is no HTTP ends the connection`(text: String) async throws {
        try await withSmallServer { server async throws in
            let answer = try await server.raw { connection in
                connection.send(text + "\r\n\r\n")
                return try connection.untilClosed()
            }
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400 "))
            #expect(try await server.send("GET", "/").status == 200)
        }
    }
}
