import FoundationEssentials
import Glibc
import Subprocess
import Testing

@Suite struct ServeTests {
    /// Short, since a socket's path is.
    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/notify-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    /// The postmaster that serves the directory, if it runs.
    private func postmaster(in directory: String) -> pid_t? {
        let file = FileManager.default.contents(atPath: directory + "/postgres/data/postmaster.pid")
        let line = file.map { String(decoding: $0, as: UTF8.self).prefix { $0.isNumber } }
        return line.flatMap { pid_t($0) }.flatMap { kill($0, 0) == 0 ? $0 : nil }
    }

    @Test func `serve starts from nothing, and ends cleanly on a signal`() async throws {
        try await withDirectory { directory in
            let status = try await RunningNotify.serving(in: directory) { notify async throws in
                let (status, body) = try await notify.send("GET", "/api/v1/notifications/unread-count/")
                #expect(status == 200 && body.hasPrefix(#"{"unread_count":"#))
                #expect(try await notify.send("GET", "/readyz").status == 200)
                kill(notify.process, SIGTERM)
            }
            #expect(status == .exited(0))
            #expect(postmaster(in: directory) == nil)
        }
    }

    @Test func `the demo has a page where one chooses who one is, and says where`() async throws {
        try await withDirectory { directory in
            let status = try await RunningNotify.serving(in: directory, how: "--demo") { notify async throws in
                #expect(notify.greeting.contains("\(notify.address)/demo/"))
                let page = try await notify.send("GET", "/demo/")
                #expect(page.status == 200)
                for name in ["Northwind Media", "Ada Okafor", "Dov Marin", "Juniper Studio", "Finn Aalto"] {
                    #expect(page.body.contains(name), "\(name)")
                }
                kill(notify.process, SIGTERM)
            }
            #expect(status == .exited(0))
            _ = try await RunningNotify.serving(in: directory) { notify async throws in
                #expect(!notify.greeting.contains("/demo/"))
                #expect(try await notify.send("GET", "/demo/").status == 404)
                kill(notify.process, SIGTERM)
            }
        }
    }

    @Test func `after a kill -9 the embedded database comes back with everything acknowledged`() async throws {
        try await withDirectory { directory in
            _ = try await RunningNotify.serving(in: directory) { notify async throws in
                #expect(try await notify.send("POST", "/api/v1/notifications/1/unread/").status == 200)
                #expect(try await notify.send("DELETE", "/api/v1/notifications/2/").status == 204)
                kill(notify.process, SIGKILL)
            }
            let status = try await RunningNotify.serving(in: directory) { notify async throws in
                let (status, body) = try await notify.send("GET", "/api/v1/notifications/1/")
                #expect(status == 200 && body.contains(#""is_read":false"#))
                #expect(try await notify.send("GET", "/api/v1/notifications/2/").status == 404)
                kill(notify.process, SIGINT)
            }
            #expect(status == .exited(0))
        }
    }

    @Test func `what cannot be is refused in one sentence`() async throws {
        let cases: [([String], [String: String], String)] = [
            (["serve"], ["HOST": "0.0.0.0"], "JWT_SECRET"),
            (["serve"], ["PORT": "http"], "PORT"),
            (["serve"], ["JWT_SECRET": "short"], "32 bytes"),
            (["serve", "--port", "70000"], [:], "--port"),
            (["serve", "--demo", "--host", "0.0.0.0"], ["JWT_SECRET": String(repeating: "s", count: 32)], "HOST"),
            (["serve", "--demo"], ["HOST": "192.0.2.1", "JWT_SECRET": String(repeating: "s", count: 32)], "HOST"),
            (["serve", "--demo"], ["JWT_JWKS": "keys.json", "JWT_AUDIENCE": "a"], "JWT_SECRET"),
            (["serve", "--demo"], ["TOKEN_URL": "/token"], "TOKEN_URL"),
            (["serve", "--demo"], ["SIGN_IN_URL": "/sign-in"], "SIGN_IN_URL"),
            (["migrate"], ["DATABASE_URL": "mysql://x"], "DATABASE_URL"),
            (["migrate"], ["DATABASE_URL": "postgres://u:hunter2@127.0.0.1:1/db"], "refused"),
            (["token", "user", "--account", "1", "--user", "zero"], [:], "--user"),
            (["nonsense"], [:], "nonsense"),
        ]
        for (arguments, environment, hint) in cases {
            let result = try await RunningNotify.run(arguments, environment: environment)
            #expect(result.status != .exited(0))
            #expect(result.error.contains(hint), "\(arguments): \(result.error)")
            #expect(!result.error.contains("hunter2") && result.output.isEmpty)
        }
    }

    @Test(arguments: [[], ["serve"], ["migrate"], ["seed"], ["token"], ["token", "user"], ["token", "service"]])
    func `every command explains itself`(command: [String]) async throws {
        let result = try await RunningNotify.run(command + ["--help"])
        #expect(result.status == .exited(0))
        #expect(result.output.contains("OVERVIEW") && result.output.contains("USAGE"))
    }
}
