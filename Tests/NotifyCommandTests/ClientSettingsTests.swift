import FoundationEssentials
import Glibc
import Notifications
import Testing

@Suite(.timeLimit(.minutes(5))) struct ClientSettingsTests {
    private func write(_ text: String, to path: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        chmod(path, mode)
    }

    /// The tokens that the server was shown, in turn; `count` in each answer.
    private func tokens(_ body: (String) async throws -> Void) async throws -> [String] {
        try await StubServer.serving({ _ in .json(#"{"unread_count":4}"#) }) { server in
            try await body(server.address)
            return server.requests.compactMap { request in
                request.headers.first { $0.lowercased().hasPrefix("authorization: bearer ") }
                    .map { String($0.dropFirst("Authorization: Bearer ".count)) }
            }
        }
    }

    @Test func `a flag counts before the environment, and that before the file`() async throws {
        try await withTemporaryDirectory { directory in
            let tokens = try await tokens { server in
                let path = directory + "/c.json"
                try write(#"{"server":"\#(server)","token":"file"}"#, to: path)
                let file = ["NOTIFY_CONFIG": path]
                let variable = file.merging(["NOTIFY_TOKEN": "variable"]) { $1 }
                #expect(try await ClientRun.of(["count"], file).output == "4\n")
                #expect(try await ClientRun.of(["count"], variable).status == 0)
                #expect(try await ClientRun.of(["count", "--token", "flag"], variable).status == 0)
                let elsewhere = variable.merging(["NOTIFY_SERVER": "http://127.0.0.1:1"]) { $1 }
                #expect(try await ClientRun.of(["count"], elsewhere).status == 69)
                #expect(try await ClientRun.of(["count", "--server", server], elsewhere).status == 0)
            }
            #expect(tokens == ["file", "variable", "flag", "variable"])
        }
    }

    @Test func `the file has its place, and others by the environment`() async throws {
        try await withTemporaryDirectory { directory in
            let tokens = try await tokens { server in
                for (place, environment) in [
                    (".config/notify", ["HOME": directory]), ("xdg/notify", ["XDG_CONFIG_HOME": directory + "/xdg"]),
                ] {
                    let folder = directory + "/" + place
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                    try write(#"{"server":"\#(server)","token":"\#(place)"}"#, to: folder + "/config.json")
                    #expect(try await ClientRun.of(["count"], environment).status == 0)
                }
            }
            #expect(tokens == [".config/notify", "xdg/notify"])
        }
    }

    @Test func `a file that others may read is refused with what to run`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/c.json"
            for mode: mode_t in [0o640, 0o604, 0o660] {
                try write(#"{"token":"hunter2"}"#, to: path, mode: mode)
                let run = try await ClientRun.of(["count"], ["NOTIFY_CONFIG": path])
                #expect(run.status == 78)
                #expect(run.error.contains("Run: chmod 600 \(path)\n") && !run.error.contains("hunter2"))
            }
            // What is not needed is not read.
            let needless = ["NOTIFY_CONFIG": path, "NOTIFY_TOKEN": "t", "NOTIFY_SERVER": "http://127.0.0.1:1"]
            #expect(try await ClientRun.of(["count"], needless).status == 69)
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `another user's file is refused`() async throws {
        try await withTemporaryDirectory { directory in
            try write("{}", to: directory + "/c.json")
            chown(directory + "/c.json", 65_534, 65_534)
            let run = try await ClientRun.of(["count"], ["NOTIFY_CONFIG": directory + "/c.json"])
            #expect(run.status == 78 && run.error.contains("another user's"))
        }
    }

    @Test(arguments: ["", "[]", "{\"token\":7}", "{", "{\"server\":\"nowhere\"}"])
    func `a file that makes no sense is named`(text: String) async throws {
        try await withTemporaryDirectory { directory in
            try write(text, to: directory + "/c.json")
            let run = try await ClientRun.of(["count"], ["NOTIFY_CONFIG": directory + "/c.json"])
            #expect(run.status == 78 || run.status == 64, "\(run)")
            #expect(!run.error.isEmpty)
            let missing = try await ClientRun.of(["count"], ["NOTIFY_CONFIG": directory + "/none.json"])
            #expect(missing.status == 78 && missing.error.contains("notify configure"))
        }
    }

    @Test func `configure writes for its owner alone, keeps what it does not know, and tries it`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/new/notify/config.json"
            let environment = ["XDG_CONFIG_HOME": directory + "/new"]
            let tokens = try await tokens { server in
                let first = try await ClientRun.of(
                    ["configure", "--server", server, "--token-stdin"], environment, input: "  one\n")
                #expect(
                    first.status == 0 && first.output == "Wrote \(path). \(server) answers: 4 unread.\n", "\(first)")
                #expect(mode(of: path) == 0o600 && mode(of: directory + "/new/notify") == 0o700)
                try write(#"{"server":"\#(server)","token":"one","theme":{"n":9007199254740993}}"#, to: path)
                let second = try await ClientRun.of(["configure", "--token-stdin"], environment, input: "two")
                #expect(second.status == 0, "\(second)")
                #expect(mode(of: path) == 0o600)
                let saved = try JSONParser.parse([UInt8](Data(contentsOf: URL(filePath: path))))
                #expect(
                    saved == ["server": .string(server), "token": "two", "theme": ["n": 9_007_199_254_740_993]])
                let shown = try await ClientRun.of(["configure", "--show"], environment)
                #expect(shown.output.contains(path) && shown.output.contains(server) && !shown.output.contains("two"))
            }
            #expect(tokens == ["one", "two"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/new/notify") == ["config.json"])
        }
    }

    @Test func `what does not work is not written, unless it shall be`() async throws {
        try await withTemporaryDirectory { directory in
            let environment = ["NOTIFY_CONFIG": directory + "/c.json"]
            let arguments = ["configure", "--server", "http://127.0.0.1:1", "--token-stdin"]
            let refused = try await ClientRun.of(arguments, environment, input: "t")
            #expect(refused.status == 69 && refused.error.contains("--no-check"))
            #expect(!FileManager.default.fileExists(atPath: directory + "/c.json"))
            #expect(try await ClientRun.of(arguments + ["--no-check"], environment, input: "t").status == 0)
            #expect(mode(of: directory + "/c.json") == 0o600)
            #expect(try await ClientRun.of(arguments, environment, input: "").status == 64)
        }
    }

    @Test func `who has the file open keeps the old one whole`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/c.json"
            try write(#"{"token":"old"}"#, to: path)
            let reader = open(path, O_RDONLY | O_CLOEXEC)
            defer { close(reader) }
            let run = try await ClientRun.of(
                ["configure", "--token-stdin", "--no-check"], ["NOTIFY_CONFIG": path], input: "new")
            #expect(run.status == 0)
            var bytes = [UInt8](repeating: 0, count: 100)
            let count = read(reader, &bytes, bytes.count)
            #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == #"{"token":"old"}"#)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["c.json"])
        }
    }

    @Test func `a link to the file stays one`() async throws {
        try await withTemporaryDirectory { directory in
            try write("{}", to: directory + "/real.json")
            symlink(directory + "/real.json", directory + "/link.json")
            let run = try await ClientRun.of(
                ["configure", "--token-stdin", "--no-check"], ["NOTIFY_CONFIG": directory + "/link.json"], input: "t")
            #expect(run.status == 0)
            var status = stat()
            #expect(lstat(directory + "/link.json", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
            #expect(try String(contentsOfFile: directory + "/real.json", encoding: .utf8).contains("\"t\""))
        }
    }

    @Test(.enabled(if: ClientRun.hasTerminals, "there are no pseudo-terminals here"))
    func `at a terminal it asks, and does not show the token`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/c.json"
            let tokens = try await tokens { server in
                let run = try await ClientRun.atTerminal(
                    ["configure"], ["NOTIFY_CONFIG": path], columns: 80,
                    answers: [("Server [", server + "\n"), ("Token (", "hunX\u{7F}ter2\n")])
                #expect(run.status == 0, "\(run)")
                #expect(run.output.contains("4 unread") && !run.output.contains("ter2"))
                let interrupted = try await ClientRun.atTerminal(
                    ["configure", "--server", server], ["NOTIFY_CONFIG": path], columns: 80,
                    answers: [("Token (", "other\u{3}")])
                #expect(interrupted.status == 64)
            }
            #expect(tokens == ["hunter2"])
            #expect(try String(contentsOfFile: path, encoding: .utf8).contains("hunter2"))
        }
    }
}
