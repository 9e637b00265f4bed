import Testing

/// The list as it leaves the program, of a server that says what no real one does.
@Suite(.timeLimit(.minutes(5))) struct ClientListTests {
    private static let hostile =
        #"{"id":9223372036854775807,"notification_type":"t","severity":"error","title":"\u001b]0;owned\u0007T\tx","#
        + #""message":"a\r\nb\u009b2J\u202e","is_read":false,"created_at":"2020-01-01T00:30:00Z","site":{"id":1,"name":"S"},"#
        + #""metadata":{"n":123456789012345678901234567890,"x":"\u007f"}}"#

    private func run<Result: Sendable>(
        _ body: @escaping (StubServer) async throws -> Result
    ) async throws -> Result {
        try await StubServer.serving(
            { request in
                request.target.contains("unread-count")
                    ? .json(#"{"unread_count":1}"#)
                    : .json(#"{"count":1,"next":null,"previous":null,"results":[\#(Self.hostile)]}"#)
            }, body)
    }

    @Test func `in a pipe it is fields with tabs between, whole and harmless`() async throws {
        let result = try await run { try await ClientRun.of(["list"], ["NOTIFY_SERVER": $0.address]) }
        #expect(result.status == 0)
        #expect(
            result.lines == [
                "id\tis_read\tseverity\tnotification_type\tcreated_at\ttitle\tmessage\tsite",
                "9223372036854775807\tfalse\terror\tt\t2020-01-01T00:30:00Z\t␛]0;owned␇T␉x\ta↵b\u{FFFD}2J\u{FFFD}\tS",
            ])
    }

    @Test func `as JSON it is what the server said, digit by digit`() async throws {
        let result = try await run { try await ClientRun.of(["list", "--json"], ["NOTIFY_SERVER": $0.address]) }
        #expect(result.output == "[\n\(Self.hostile)\n]\n")
    }

    @Test(.enabled(if: ClientRun.hasTerminals, "there are no pseudo-terminals here"))
    func `at a terminal it has colours and nothing of the texts' own`() async throws {
        let shown = try await run {
            try await ClientRun.atTerminal(["list"], ["NOTIFY_SERVER": $0.address, "TZ": "XXX5"], columns: 100)
        }
        #expect(shown.status == 0)
        #expect(shown.output.contains("\u{1B}[31merror\u{1B}[0m"))
        #expect(shown.output.contains("2019-12-31"), "the date here, not in UTC")
        #expect(shown.output.contains("1 of 1 · 1 unread"))
        let plain = shown.output.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(!plain.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) })
        #expect(plain.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test(
        .enabled(if: ClientRun.hasTerminals, "there are no pseudo-terminals here"),
        arguments: [
            ([], ["NO_COLOR": "1"]), ([], ["TERM": "dumb"]), (["--color", "never"], [:]),
            (["--color=auto"], ["NO_COLOR": "0"]),
        ] as [([String], [String: String])])
    func `colours can be declined`(arguments: [String], environment: [String: String]) async throws {
        let shown = try await run {
            try await ClientRun.atTerminal(
                ["list"] + arguments, ["NOTIFY_SERVER": $0.address].merging(environment) { $1 }, columns: 60)
        }
        #expect(shown.output.contains("WHEN") && !shown.output.contains("\u{1B}"))
    }

    @Test func `colours can be demanded, with the table, in a pipe`() async throws {
        let result = try await run {
            try await ClientRun.of(
                ["list", "--color", "always"], ["NOTIFY_SERVER": $0.address, "COLUMNS": "60", "NO_COLOR": "1"])
        }
        #expect(result.output.contains("\u{1B}[1m") && result.output.contains("WHEN"))
    }

    @Test func `a reader that has gone is no error`() async throws {
        for arguments in [["list"], ["list", "--json"], ["count"]] {
            let result = try await run { try await ClientRun.unread(arguments, ["NOTIFY_SERVER": $0.address]) }
            #expect(result.status == 0 && result.error.isEmpty, "\(result)")
        }
    }

    @Test(.enabled(if: ClientRun.hasTerminals, "there are no pseudo-terminals here"))
    func `nothing is said to be nothing`() async throws {
        try await StubServer.serving({ _ in .json(#"{"count":0,"next":null,"results":[]}"#) }) { server async throws in
            let environment = ["NOTIFY_SERVER": server.address]
            #expect(try await ClientRun.atTerminal(["list"], environment, columns: 80).output == "No notifications.\n")
            #expect(try await ClientRun.of(["list", "--json"], environment).output == "[]\n")
            #expect(try await ClientRun.of(["list"], environment).lines.count == 1)
        }
    }

    @Test func `what is asked for is in the request, and the token in its header`() async throws {
        let requests = try await StubServer.serving({ _ in .json(#"{"count":0,"next":null,"results":[]}"#) }) {
            server in
            _ = try await ClientRun.of(
                [
                    "list", "--unread", "--severity", "error", "warning", "--type", "credits_low", "--category", "a&b",
                    "--site", "3", "--limit", "7", "--server", server.address + "/", "--token", "secret",
                ])
            return server.requests
        }
        #expect(requests.count == 1)
        let query = "is_read=false&severity=error&severity=warning&notification_type=credits_low&category=a%26b&site=3"
        #expect(requests.first?.target == "/api/v1/notifications/?\(query)&page_size=7&cursor=")
        #expect(requests.first?.headers.contains { $0.lowercased() == "authorization: bearer secret" } == true)
    }

    @Test func `the way on is taken from the configured server alone`() async throws {
        let pages = try await StubServer.serving({ request in
            request.target.hasSuffix("cursor=")
                ? .json(
                    #"{"count":2,"next":"https://elsewhere.example/x?cursor=b9&page_size=1","results":[\#(Self.hostile)]}"#
                )
                : .json(#"{"count":2,"next":null,"results":[\#(Self.hostile)]}"#)
        }) { server in
            let run = try await ClientRun.of(["list", "--json", "--all"], ["NOTIFY_SERVER": server.address])
            #expect(run.output == "[\n\(Self.hostile),\n\(Self.hostile)\n]\n")
            return server.requests.map(\.target)
        }
        #expect(pages == ["", "b9"].map { "/api/v1/notifications/?page_size=100&cursor=\($0)" })
    }
}
