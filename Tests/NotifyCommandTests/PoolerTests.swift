import FoundationEssentials
import Glibc
import Subprocess
import TestDatabase
import Testing

/// Two built servers before one real pgbouncer in transaction mode, as they stand behind a balancer.
@Suite(.enabled(if: TestPooler.isInstalled, "\(TestPooler.missing)"))
struct PoolerTests {
    @Test(arguments: ["false", "true"])
    func `what one server is told, the other one answers with`(prepares: String) async throws {
        let pooler = try await TestPooler(
            to: TestDatabase.shared.makeDatabase(), settings: ["default_pool_size": "3"])
        let environment = [
            "DATABASE_URL": TestDatabase.url(of: pooler.conninfo), "DATABASE_PREPARE": prepares,
            "JWT_SECRET": "the same thirty-two bytes for each of them",
        ]
        let directories = (0..<2).map { _ in "/tmp/notify-\(UInt32.random(in: 0 ... .max))" }
        let status = try await RunningNotify.serving(in: directories[0], environment: environment) {
            one async throws in
            let status = try await RunningNotify.serving(in: directories[1], environment: environment) {
                other async throws in
                try await Self.play(on: [one, other])
                kill(other.process, SIGTERM)
            }
            #expect(status == .exited(0))
            #expect(try await one.send("GET", "/readyz").status == 200)
            kill(one.process, SIGTERM)
        }
        #expect(status == .exited(0))
        await pooler.stop()
        for directory in directories { try? FileManager.default.removeItem(atPath: directory) }
    }

    private static func play(on servers: [RunningNotify]) async throws {
        let count = "/api/v1/notifications/unread-count/"
        let status = try await servers[0].send("POST", "/api/v1/notifications/read-all/").status
        #expect(status == 200)
        for server in servers {
            let body = try await server.send("GET", count).body
            #expect(body.hasPrefix(#"{"unread_count":0"#))
        }
        let page = try await servers[1].send("GET", "/api/v1/notifications/?page_size=100")
        let ids = page.body.split(separator: #"{"id":"#).dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
        try #require(page.status == 200 && ids.count > 8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, id) in ids.prefix(8).enumerated() {
                for round in 0..<4 {
                    let server = servers[(place + round) % 2]
                    group.addTask { () async throws in
                        let marked = try await server.send("POST", "/api/v1/notifications/\(id)/unread/").status
                        let listed = try await server.send("GET", "/api/v1/notifications/").status
                        #expect(marked == 200 && listed == 200)
                    }
                }
            }
            try await group.waitForAll()
        }
        for server in servers {
            let body = try await server.send("GET", count).body
            #expect(body.hasPrefix(#"{"unread_count":8"#))
        }
    }
}
