import Synchronization
import Testing

/// Each way in which no socket is opened: the sentence and the exit status.
@Suite(.timeLimit(.minutes(5))) struct WatchFailureTests {
    private static let refusals: [(StubServer.Reply, CInt, String)] = [
        (.problem("401 Unauthorized", "The token has expired."), 77, "The token has expired."),
        (.problem("403 Forbidden", "This user is not active."), 77, "This user is not active."),
        (.problem("400 Bad Request", "No such subprotocol."), 65, "No such subprotocol."),
        (.problem("404 Not Found", "Not found."), 70, "it opens no WebSocket (404 Not Found)"),
        (.problem("426 Upgrade Required", "This is a WebSocket."), 65, "This is a WebSocket."),
        (.problem("500 Internal Server Error", "It was logged.", more: #","request_id":"r-1""#), 69, "r-1"),
        (.raw("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n"), 70, "426"),
        (.raw("HTTP/1.1 301 Moved\r\nLocation: https://x.example/\r\nContent-Length: 0\r\n\r\n"), 70, "redirects to"),
        (.json("{}"), 70, "it opens no WebSocket (200 OK)"),
        (
            .raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"), 70,
            "no WebSocket"
        ),
        (.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"), 70, "no WebSocket"),
        (.raw("SSH-2.0-OpenSSH_9.6\r\n"), 70, "does not speak HTTP"),
        (.raw("HTTP/1.1 401 Unauthorized\r\nContent-Length: 99\r\n\r\n{\"de"), 69, "closed the connection"),
        (.raw(""), 69, "closed the connection"),
    ]

    @Test(arguments: refusals.indices)
    func `an answer that opens no socket is told in a sentence`(index: Int) async throws {
        let (reply, status, hint) = Self.refusals[index]
        let run = try await StubServer.serving({ _ in reply }) { server in
            try await ClientRun.of(["watch", "--server", server.address, "--token", "t"])
        }
        #expect(run.status == status, "\(run)")
        #expect(run.output.isEmpty && run.error.contains(hint), "\(run.error)")
        #expect(run.error.hasPrefix("Error: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test func `a server that is busy is asked again`() async throws {
        let asked = Mutex(0)
        let run = try await StubServer.serving({ _ in
            let number = asked.withLock { number in
                defer { number += 1 }
                return number
            }
            return number < 3
                ? .problem(number == 0 ? "503 Service Unavailable" : "429 Too Many Requests", "Busy.")
                : .problem("401 Unauthorized", "Expired.")
        }) { server in
            try await ClientRun.of(["watch", "--server", server.address, "--token", "t"])
        }
        #expect(run.status == 77 && asked.withLock(\.self) == 4)
        #expect(run.error == "Busy. Try again later. Connecting again.\nError: Expired.\n")
    }

    @Test func `what is asked for is in the request`() async throws {
        let requests = try await StubServer.serving({ _ in .problem("401 Unauthorized", "No.") }) { server in
            _ = try await ClientRun.of([
                "watch", "--after", "7", "--server", server.address + "/inbox/", "--token", "s",
            ])
            return server.requests
        }
        #expect(requests.first?.target == "/inbox/ws?after=7")
        let headers = requests.first?.headers.map { $0.lowercased() } ?? []
        for header in ["authorization: bearer s", "sec-websocket-protocol: notify.v1", "sec-websocket-version: 13"] {
            #expect(headers.contains(header))
        }
    }

    @Test func `who cannot be reached at first is named, with the reason`() async throws {
        let silent = try await StubServer.serving({ _ in .silence }) { server in
            try await ClientRun.of(["watch", "--server", server.address, "--timeout", "1"])
        }
        #expect(silent.status == 69 && silent.error.contains("did not answer within 1 s"))
        let free = try await StubServer.serving({ _ in .silence }) { $0.port }
        let refused = try await ClientRun.of(["watch", "--server", "http://127.0.0.1:\(free)"])
        #expect(refused.status == 69 && refused.error.contains("connection refused. Is `notify serve` running there?"))
        let unknown = try await ClientRun.of(["watch", "--server", "https://nowhere.invalid"])
        #expect(unknown.status == 69 && unknown.error.contains("there is no host nowhere.invalid"))
        let plain = try await StubServer.serving({ _ in .raw("HTTP/1.1 400 Bad Request\r\n\r\n") }) { server in
            try await ClientRun.of(["watch", "--server", "https://127.0.0.1:\(server.port)", "--token", "t"])
        }
        #expect(plain.status == 69 && plain.error.contains("TLS failed"), "\(plain.error)")
    }

    @Test(arguments: [
        ["--last", "101"], ["--last", "-1"], ["--after", "0"], ["--after", "3", "--last", "2"], ["--count", "0"],
        ["--token", "a\nb"], ["--server", "ftp://x"],
    ])
    func `wrong usage is refused before anything is asked`(arguments: [String]) async throws {
        let run = try await ClientRun.of(["watch"] + arguments, ["XDG_CONFIG_HOME": "/nonexistent"])
        #expect(run.status == 64, "\(run)")
        #expect(run.output.isEmpty && !run.error.isEmpty)
    }
}
