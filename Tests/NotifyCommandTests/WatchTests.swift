import Glibc
import NIOWebSocket
import Testing

/// `notify watch` at a server that says what no real one does.
@Suite(.timeLimit(.minutes(5))) struct WatchTests {
    private static func object(_ id: Int64, type: String = "t", title: String = "T") -> String {
        #"{"id":\#(id),"notification_type":"\#(type)","severity":"info","title":"\#(title)","message":"","#
            + #""is_read":false,"created_at":"2020-01-01T00:30:00Z","site":null}"#
    }

    private static func notification(_ id: Int64, type: String = "t", title: String = "T") -> StubSocket.Step {
        .text(#"{"type":"notification","data":\#(object(id, type: type, title: title))}"#)
    }

    private static func count(head: Int64) -> StubSocket.Step {
        .text(#"{"type":"notification.count","data":{"unread_count":3,"head":\#(head)}}"#)
    }

    private static let reset = StubSocket.Step.text(#"{"type":"reset","data":{}}"#)

    private static let hostile =
        #"{"id":7,"notification_type":"t","severity":"error","title":"\u001b]0;owned\u0007T\tx","message":"a\r\nb\u009b2J\u202e","#
        + #""is_read":false,"created_at":"2020-01-01T00:30:00Z","site":{"id":1,"name":"S"},"action_url":"/x\u001b[1m","#
        + #""metadata":{"n":123456789012345678901234567890,"x":"\u007f"}}"#

    private func run(
        _ arguments: [String], _ script: StubSocket.Script
    ) async throws -> (run: ClientRun, paths: [String]) {
        try await StubSocket.serving(script) { server in
            let run = try await ClientRun.of(["watch"] + arguments, ["NOTIFY_SERVER": server.address])
            return (run, server.paths)
        }
    }

    @Test func `in a pipe each is a line of fields, whole and harmless`() async throws {
        let hostile = Self.hostile
        let script = StubSocket.Script { _ in
            [Self.count(head: 3), .text(#"{"type":"notification","data":\#(hostile)}"#)]
        }
        let result = try await run(["--count", "1"], script)
        #expect(result.run.status == 0 && result.run.error.isEmpty)
        #expect(
            result.run.lines == [
                "id\tis_read\tseverity\tnotification_type\tcreated_at\ttitle\tmessage\tsite",
                "7\tfalse\terror\tt\t2020-01-01T00:30:00Z\t␛]0;owned␇T␉x\ta↵b\u{FFFD}2J\u{FFFD}\tS",
            ])
        #expect(result.paths == ["/ws"])
    }

    @Test func `as JSON each is a line as the server sent it, digit by digit`() async throws {
        let hostile = Self.hostile
        let script = StubSocket.Script { _ in
            [
                Self.count(head: 3), .ping,
                .fragments(["{\"data\":\n", hostile.replacing(",", with: ",\r\n"), #","type":"notifi"#, #"cation"}"#]),
            ]
        }
        let result = try await run(["--json", "--count=1"], script)
        #expect(result.run.output == hostile.replacing(",", with: ", ") + "\n")
    }

    @Test(.enabled(if: ClientRun.hasTerminals, "there are no pseudo-terminals here"))
    func `at a terminal it has colours and nothing of the texts' own`() async throws {
        let hostile = Self.hostile
        let script = StubSocket.Script { _ in
            [Self.count(head: 3), .text(#"{"type":"notification","data":\#(hostile)}"#)]
        }
        let shown = try await StubSocket.serving(script) { server in
            try await ClientRun.atTerminal(
                ["watch", "--count", "1"], ["NOTIFY_SERVER": server.address, "TZ": "XXX5"], columns: 80)
        }
        #expect(shown.status == 0)
        #expect(shown.output.contains("\u{1B}[31merror\u{1B}[0m"))
        #expect(shown.output.contains("2019-12-31 19:30"), "the time here")
        let plain = shown.output.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(!plain.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) })
        let lines = plain.split(separator: "\n")
        #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 80 }, "\(lines)")
        #expect(lines.last?.hasSuffix("a↵b\u{FFFD}2J\u{FFFD}  /x␛[1m") == true)
    }

    @Test func `after a loss it goes on where it was, and shows nothing twice`() async throws {
        let script = StubSocket.Script { connection in
            switch connection {
            case 0: [Self.count(head: 3), .close(1012, "Again.")]
            case 1: [Self.count(head: 5), Self.notification(4), Self.notification(5), .close(1001, "Bye.")]
            case 2: [.cut]
            case 3: [Self.count(head: 9), .close(1013, "Too slow.")]
            default: [Self.count(head: 9), Self.notification(5), Self.notification(6), Self.notification(8)]
            }
        }
        let result = try await run(["--count", "4"], script)
        #expect(result.run.status == 0)
        #expect(result.run.lines.dropFirst().map { $0.prefix(1) } == ["4", "5", "6", "8"])
        #expect(result.paths == ["/ws", "/ws?after=3", "/ws?after=5", "/ws?after=5", "/ws?after=5"])
        let told = result.run.error.split(separator: "\n").map { String($0.split(separator: ": ").last ?? "") }
        #expect(told.count == 6, "one line for each loss, one for each return: \(result.run.error)")
        #expect(told[0] == "Again. Connecting again.")
        #expect(told[2] == "Bye. Connecting again.")
    }

    @Test(arguments: [(4401, "The token has expired."), (4403, "You are not active any more.")] as [(UInt16, String)])
    func `who is not let in any more is told so`(code: UInt16, reason: String) async throws {
        let script = StubSocket.Script { _ in [Self.count(head: 3), .close(code, reason)] }
        let run = try await StubSocket.serving(script) { server in
            let run = try await ClientRun.of(["watch"], ["NOTIFY_SERVER": server.address])
            try await RunningWatch.wait(until: "the farewell is answered") { server.frames.contains(.connectionClose) }
            return run
        }
        #expect(run.status == 77)
        #expect(run.error == "Error: \(reason) Set NOTIFY_TOKEN, or run `notify configure`.\n")
    }

    @Test func `what is not told one by one is read, but for what is only to be looked up`() async throws {
        let script = StubSocket.Script { _ in
            [Self.count(head: 3), Self.notification(4), Self.reset, Self.notification(6), Self.notification(8)]
        } answer: { path in
            if path.contains("preferences") {
                return
                    #"{"results":[{"notification_type":"quiet","label":"","enabled":true,"push":false,"is_locked":false,"#
                    + #""is_default":true}]}"#
            }
            let all = [Self.object(7), Self.object(6, type: "quiet"), Self.object(5), Self.object(4), Self.object(3)]
            let page = path.contains("page_size=1&") ? all.prefix(1) : all[...]
            return #"{"count":5,"next":null,"results":[\#(page.joined(separator: ","))]}"#
        }
        let result = try await run(["--count", "4"], script)
        #expect(result.run.lines.dropFirst().map { $0.prefix(1) } == ["4", "5", "7", "8"], "\(result.run)")
    }

    @Test func `a server that begins anew is followed from there`() async throws {
        let script = StubSocket.Script { _ in [Self.count(head: 3), Self.reset, Self.notification(4)] }
        let result = try await run(["--after", "99", "--count", "1"], script)
        #expect(result.run.lines.count == 2)
        #expect(result.run.error.contains("nothing after 99: going on from 3"))
        #expect(result.paths.first == "/ws?after=99")
    }

    @Test func `the newest come first where they are wanted`() async throws {
        let script = StubSocket.Script { _ in
            [Self.count(head: 3), Self.notification(4), Self.notification(5, type: "u")]
        } answer: { _ in
            // One has come since the socket was opened, and will be told there.
            #"{"count":5,"next":null,"results":[\#(Self.object(4)),\#(Self.object(3)),\#(Self.object(2))]}"#
        }
        let result = try await run(["--last", "3", "--count", "3", "--type", "t"], script)
        #expect(result.run.lines.dropFirst().map { $0.prefix(1) } == ["2", "3", "4"])
        #expect(result.paths.last == "/api/v1/notifications/?notification_type=t&page_size=3&cursor=")
    }

    @Test func `what it does not know is let pass, and what nobody knows ends it`() async throws {
        let script = StubSocket.Script { _ in
            [
                .text(#"{"type":"weather","data":[]}"#), Self.count(head: 3), .text(#"{"type":"weather"}"#),
                .text(#"{"type":"notification.deleted","data":{"ids":[1]}}"#), Self.notification(4), .text("<html>"),
            ]
        }
        let known = try await run(["--count", "1"], script)
        #expect(known.run.status == 0 && known.run.error.isEmpty)
        let first = try await run([], .init { _ in [.text("<html>")] })
        #expect(first.run.status == 70 && first.run.error.contains("its message cannot be read"))
    }

    @Test func `a reader that has gone ends it, though nothing happens`() async throws {
        for arguments in [[], ["--json"]] {
            let run = try await StubSocket.serving(.init { _ in [Self.count(head: 3)] }) { server in
                try await ClientRun.unread(["watch"] + arguments, ["NOTIFY_SERVER": server.address])
            }
            #expect(run.status == 0 && run.error.isEmpty, "\(run)")
        }
    }

    @Test(arguments: [SIGINT, SIGTERM]) func `a signal ends it`(signal: CInt) async throws {
        let run = try await StubSocket.serving(.init { _ in [Self.count(head: 3)] }) { server in
            try await RunningWatch.watching([], ["NOTIFY_SERVER": server.address]) { watch async throws in
                try await RunningWatch.wait(until: "it listens") { watch.hasBegun }
                kill(watch.process, signal)
            }
        }
        #expect(run.status == -signal && run.error.isEmpty)
    }
}
