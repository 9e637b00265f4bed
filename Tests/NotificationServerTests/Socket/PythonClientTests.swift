import FoundationEssentials
import NIOCore
import Notifications
import Subprocess
import SystemPackage
import Testing

@testable import NotificationServer

/// A client that is not ours: Python's `websockets`, by the script beside this file.
@Suite(.timeLimit(.minutes(5))) struct PythonClientTests {
    static let python = "/usr/bin/python3"

    static let script = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "client.py").path

    /// Plays a scenario; what it prints.
    static func play(_ scenario: String, _ port: Int, _ token: String) async throws -> String {
        let result = try await Subprocess.run(
            .path(FilePath(python)), arguments: [script, scenario, "ws://127.0.0.1:\(port)/ws", token],
            output: .string(limit: 8 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(scenario): \(result.standardError)")
        return result.standardOutput
    }

    @Test(arguments: [
        "header", "subprotocol", "refused", "pings", "fragments", "closing", "oversize", "garbage", "not_text",
        "half_open", "chatter", "reconnects",
    ])
    func `it gets on with the server`(scenario: String) async throws {
        let tenant = try await Tenant()
        _ = try await Self.play(scenario, tenant.server.http.port, tenant.member)
        #expect(try await tenant.send("GET", "/api/v1/notifications/").status == 200)
    }

    @Test func `it gives a sign when it is asked for one`() async throws {
        let token = try await TestServer.token()
        try await withSockets(limits: { $0.pingAfter = .milliseconds(10) }) { server, sockets async throws in
            _ = try await Self.play("server_pings", server.port, token)
            try await eventually { sockets.count == 0 }
        }
    }

    @Test func `it understands all that it is told`() async throws {
        let token = try await TestServer.token()
        let large = String(repeating: "ü", count: 1_000_000)
        let feed = TestFeed { sink in
            sink.take([TestFeed.count, .created(.example(8)), .created(.example(9, message: large))])
            sink.take([.read([8]), .readThrough(9, of: .account), .unread([9]), .deleted([8]), .reset])
        }
        try await withSockets(feed) { server, _ async throws in
            let lines = try await Self.play("messages", server.port, token).split(separator: "\n")
            let messages = lines.compactMap { try? JSONParser.parse([UInt8]($0.utf8)) }
            #expect(messages.count == 7)
            #expect(messages.first?["data"] == ["unread_count": 3, "head": 7])
            #expect(messages[1]["data"]?["id"] == 8 && messages[2]["data"]?["message"]?.text == large)
            #expect(messages.last == ["type": "notification.deleted", "data": ["ids": [8]]])
        }
    }
}
