import Testing

/// Each way in which it does not go well: the sentence and the exit status.
@Suite(.timeLimit(.minutes(5))) struct ClientFailureTests {
    private func count(_ reply: StubServer.Reply, _ more: [String] = []) async throws -> ClientRun {
        try await StubServer.serving({ _ in reply }) { server in
            try await ClientRun.of(["count", "--server", server.address, "--token", "t"] + more)
        }
    }

    private static let refusals: [(StubServer.Reply, CInt, [String])] = [
        (.problem("401 Unauthorized", "The token has expired."), 77, ["The token has expired."]),
        (.problem("403 Forbidden", "This user is not active."), 77, ["This user is not active."]),
        (
            .problem(
                "400 Bad Request", "D",
                more: #","errors":[{"field":"site","message":"must be 1"},{"field":"page","message":"must be 2"}]"#),
            65, ["site: must be 1; page: must be 2"]
        ),
        (.problem("409 Conflict", "It was another."), 65, ["It was another."]),
        (
            .problem("429 Too Many Requests", "Too fast.", headers: ["Retry-After: 7"]), 69,
            ["Too fast. Try again in 7 seconds."]
        ),
        (
            .problem("503 Service Unavailable", "Busy.", headers: ["retry-after: Wed, 21 Oct 2026 07:28:00 GMT"]), 69,
            ["Busy. Try again after Wed, 21 Oct"]
        ),
        (.problem("503 Service Unavailable", "Busy."), 69, ["Try again later."]),
        (
            .problem("500 Internal Server Error", "It was logged.", more: #","request_id":"r-1""#), 69,
            ["It was logged.", "r-1"]
        ),
        (.raw("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>"), 69, ["502 Bad Gateway"]),
        (
            .raw("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), 70,
            ["does not answer like a notify server", "404"]
        ),
        (
            .raw("HTTP/1.1 301 Moved\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n"), 70,
            ["redirects to https://elsewhere.example/"]
        ),
        (.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), 70, ["notify server"]),
        (.json("<html>"), 70, ["notify server"]),
        (.json("{}"), 70, ["notify server"]),
        (.raw("SSH-2.0-OpenSSH_9.6\r\n"), 70, ["does not speak HTTP"]),
        (.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"unr"), 69, ["closed"]),
        (
            .raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 67108865\r\n\r\n{"), 70,
            ["larger than 64 MiB"]
        ),
        (.raw(""), 69, ["closed the connection"]),
    ]

    @Test(arguments: refusals.indices)
    func `an answer that is no success is told in a sentence`(index: Int) async throws {
        let (reply, status, hints) = Self.refusals[index]
        let run = try await count(reply)
        #expect(run.status == status, "\(run)")
        #expect(run.output.isEmpty)
        for hint in hints { #expect(run.error.contains(hint), "\(run.error)") }
        #expect(run.error.hasPrefix("Error: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test func `an error's text cannot act on the terminal`() async throws {
        let run = try await count(.problem("403 Forbidden", #"\u001b[2J\u202egone"#))
        #expect(run.error == "Error: ␛[2J\u{FFFD}gone\n")
    }

    @Test func `a server that says nothing is given up`() async throws {
        let run = try await count(.silence, ["--timeout", "1"])
        #expect(run.status == 69)
        #expect(run.error.contains("did not answer within 1 s"))
    }

    @Test func `what cannot be reached is named, with the reason`() async throws {
        let free = try await StubServer.serving({ _ in .silence }) { $0.port }
        let refused = try await ClientRun.of(["count", "--server", "http://127.0.0.1:\(free)"])
        #expect(refused.status == 69)
        #expect(
            refused.error
                == "Error: cannot reach http://127.0.0.1:\(free): connection refused. Is `notify serve` running there?\n"
        )
        let unknown = try await ClientRun.of(["count", "--server", "https://nowhere.invalid"])
        #expect(unknown.status == 69)
        #expect(unknown.error.contains("there is no host nowhere.invalid"))
    }

    @Test func `a server without TLS is not spoken to in TLS`() async throws {
        let run = try await StubServer.serving({ _ in .raw("HTTP/1.1 400 Bad Request\r\n\r\n") }) { server in
            try await ClientRun.of(["count", "--server", "https://127.0.0.1:\(server.port)", "--token", "t"])
        }
        #expect(run.status == 69)
        #expect(run.error.contains("TLS failed"), "\(run.error)")
    }

    @Test func `without a token the hint is how to give one`() async throws {
        let run = try await StubServer.serving({ _ in .problem("401 Unauthorized", "No token.") }) { server in
            try await ClientRun.of(["count", "--server", server.address])
        }
        #expect(run.status == 77)
        #expect(run.error == "Error: No token. Set NOTIFY_TOKEN, or run `notify configure`.\n")
    }

    @Test func `a token over plain http to elsewhere is warned of, once`() async throws {
        let run = try await ClientRun.of(["count", "--server", "http://nowhere.invalid", "--token", "t"])
        #expect(run.error.split(separator: "\n").filter { $0.hasPrefix("Warning: ") }.count == 1)
        let without = try await ClientRun.of(["count", "--server", "http://nowhere.invalid"])
        #expect(!without.error.contains("Warning"))
        #expect(try await !count(.json(#"{"unread_count":1}"#)).error.contains("Warning"))
    }

    @Test(arguments: [
        ["list", "--limit", "0"], ["list", "--limit", "1001"], ["list", "--all", "--limit", "3"], ["read"],
        ["read", "x"],
        ["read", "1", "-2"], ["list", "--color", "pink"], ["preferences", "set", "credits_low"],
        ["preferences", "set", "a\"b", "--push", "on"], ["preferences", "set", "credits_low", "--push", "maybe"],
        ["count", "--timeout", "0"], ["count", "--server", "ftp://x"], ["count", "--token", "a\nb"],
        ["read-all", "--through", "0"],
        ["configure"], ["configure", "--show", "--server", "http://x"],
    ])
    func `wrong usage is refused before anything is asked`(arguments: [String]) async throws {
        let run = try await ClientRun.of(arguments, ["NOTIFY_CONFIG": "", "XDG_CONFIG_HOME": "/nonexistent"])
        #expect(run.status == 64, "\(run)")
        #expect(run.output.isEmpty && !run.error.isEmpty)
    }

    @Test(arguments: [
        (#"{"count":300,"next":"/x?cursor=b1","results":[]}"#, "end"),
        (#"{"count":3,"next":"/x","results":[]}"#, "way on"),
        (#"{"count":3,"next":"/x?cursor=a%0d%0a b","results":[]}"#, "way on"), (#"{"count":3,"results":{}}"#, "read"),
        (#"{"count":1,"next":null,"results":[{"id":1.5}]}"#, "read"),
    ])
    func `a list that makes no sense is not followed`(body: String, hint: String) async throws {
        let run = try await StubServer.serving({ _ in .json(body) }) { server in
            try await ClientRun.of(["list", "--all", "--server", server.address])
        }
        #expect(run.status == 70)
        #expect(run.error.contains(hint), "\(run.error)")
    }

    @Test func `several ids end early only when all others would fail alike`() async throws {
        let (run, requests) = try await StubServer.serving({ _ in .problem("401 Unauthorized", "Expired.") }) {
            server in
            (try await ClientRun.of(["read", "1", "2", "3", "--server", server.address]), server.requests.count)
        }
        #expect(run.status == 77 && requests == 1)
        let mixed = try await StubServer.serving({ request in
            request.target.contains("/2/")
                ? .problem("403 Forbidden", "No.")
                : request.target.contains("/3/")
                    ? .problem("404 Not Found", "Not found.") : .json("{}")
        }) { server in
            try await ClientRun.of(["delete", "1", "2", "3", "4", "4", "--for-everyone", "--server", server.address])
        }
        #expect(mixed.status == 77)
        #expect(mixed.output == "Removed 2 notifications for everyone.\n")
        #expect(
            mixed.error
                == "Error: No. Set NOTIFY_TOKEN, or run `notify configure`.\nError: No notification 3 in your inbox.\n")
    }
}
