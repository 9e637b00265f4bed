import NIOHTTP1
import Notifications
import Testing

@testable import NotificationServer

/// What is wrong below the JSON, said by hand.
@Suite struct HostileConnectionTests {
    /// All that the server answers until it closes the connection, or has given one whole answer.
    func talk(_ tenant: Tenant, _ parts: String...) async throws -> String {
        let text = try await tenant.server.http.raw { connection in
            for part in parts { guard connection.send(part) else { break } }
            return try connection.answers(1)
        }
        // It goes on for everybody else.
        #expect(try await tenant.send("GET", "/api/v1/notifications/").status == 200)
        return text
    }

    static func head(_ line: String, _ tenant: Tenant, _ headers: String...) -> String {
        (["\(line) HTTP/1.1", "Host: x", "Authorization: Bearer \(tenant.service)"] + headers)
            .map { $0 + "\r\n" }.joined() + "\r\n"
    }

    @Test func `ten megabytes are refused, be their length known or not`() async throws {
        let tenant = try await Tenant()
        let body = String(repeating: " ", count: 10_000_000)
        let known = try await talk(
            tenant, Self.head("POST /api/v1/notifications/", tenant, "Content-Length: \(body.utf8.count)"), body)
        #expect(known.hasPrefix("HTTP/1.1 413 ") && known.contains("1048576"))
        let chunk = "100000\r\n" + String(repeating: " ", count: 0x100000) + "\r\n"
        let chunks = String(repeating: chunk, count: 10) + "0\r\n\r\n"
        let unknown = try await talk(
            tenant, Self.head("POST /api/v1/notifications/", tenant, "Transfer-Encoding: chunked"), chunks)
        #expect(unknown.hasPrefix("HTTP/1.1 413 ") && unknown.contains("1048576"))
    }

    @Test(arguments: [
        "Content-Length: -1", "Content-Length: 1e3", "Content-Length: 5, 6", "Content-Length: 99999999999999999999999",
        "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip, identity", "Transfer-Encoding: xchunked", "No colon here", " Folded: x\r\n  y",
        ": empty",
        "Bad\u{0}Name: x", "Bad: a\u{0}b", "Space : x",
    ])
    func `a head that could be read in two ways ends the connection`(header: String) async throws {
        let tenant = try await Tenant()
        let body = #"{"notification_type":"system_info","title":"x"}"#
        let answer = try await talk(
            tenant, Self.head("POST /api/v1/notifications/", tenant, header, "Connection: close"), body)
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
    }

    @Test func `a long header is read, and one without end is not`() async throws {
        let tenant = try await Tenant()
        let line = "GET /readyz"
        let fine = try await talk(tenant, Self.head(line, tenant, "X: " + String(repeating: "x", count: 10_000)))
        #expect(fine.hasPrefix("HTTP/1.1 200 "))
        let endless = try await talk(tenant, Self.head(line, tenant, "X: " + String(repeating: "x", count: 200_000)))
        #expect(endless.isEmpty || endless.hasPrefix("HTTP/1.1 4"), "\(endless.prefix(200))")
        let many = (0..<5000).map { "X\($0): y" }.joined(separator: "\r\n")
        let countless = try await talk(tenant, Self.head(line, tenant, many))
        #expect(countless.isEmpty || countless.hasPrefix("HTTP/1.1 4"), "\(countless.prefix(200))")
        let long = try await talk(tenant, Self.head("GET /\(String(repeating: "x", count: 200_000))", tenant))
        #expect(long.isEmpty || long.hasPrefix("HTTP/1.1 4"), "\(long.prefix(200))")
    }

    @Test(arguments: [
        "G\u{0}T / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n", "GET  /  HTTP/1.1\r\n\r\n",
        "\r\n\r\n\r\n",
        "GET /\u{1}\u{2} HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTQ/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n",
        "\u{16}\u{3}\u{1}\u{2}",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n", "GET ?? HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET é HTTP/1.1\r\nHost: x\r\n\r\n",
        "TRACE /healthz HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET //healthz// HTTP/1.1\r\nHost: x\r\n\r\n", "POST /api/v1/notifications/ HTTP/1.0\r\n\r\n",
        "GET /healthz#fragment HTTP/1.1\r\nHost: x\r\n\r\n", "GET \u{FF} HTTP/1.1\r\n\r\n",
        "get /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "GETT /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func `whatever is said, the server goes on`(text: String) async throws {
        let tenant = try await Tenant()
        let answer = try await tenant.server.http.raw { connection in
            connection.send(text)
            connection.sendNoMore()
            return try connection.untilClosed()
        }
        #expect(!answer.contains("HTTP/1.1 5") || answer.contains("HTTP/1.1 501"), "\(answer)")
        #expect(!answer.contains("secret"))
        #expect(try await tenant.send("GET", "/api/v1/notifications/").status == 200)
    }

    @Test func `who hangs up in the middle harms nobody`() async throws {
        let tenant = try await Tenant()
        let head = Self.head("POST /api/v1/notifications/", tenant, "Content-Length: 100")
        for text in ["POST", head, head + "{", head + #"{"title":"#] {
            for _ in 0..<10 { try await tenant.server.http.raw { connection in _ = connection.send(text) } }
        }
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
        #expect(try await tenant.create().status == 201)
    }
}
