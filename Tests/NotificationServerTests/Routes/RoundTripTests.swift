import FoundationEssentials
import Notifications
import Postgres
import Testing

@testable import NotificationServer

/// What a request costs PostgreSQL: one sync is one transaction, and each takes the next number of its connection.
@Suite(.timeLimit(.minutes(2))) struct RoundTripTests {
    static let list = "/api/v1/notifications/"

    /// How many transactions `body` makes on the server's only connection.
    private func transactions(_ pool: Pool, _ body: () async throws -> Void) async throws -> Int {
        let first = try await number(pool)
        try await body()
        return try await number(pool) - first - 1
    }

    private func number(_ pool: Pool) async throws -> Int {
        let rows = try await pool.read(
            """
            select split_part(virtualtransaction, '/', 2)::bigint
            from pg_locks
            where pid = pg_backend_pid()
              and locktype = 'virtualxid'
            """)
        return try rows[0].decode(Int.self)
    }

    private func running(_ body: (Tenant, Pool) async throws -> Void) async throws {
        let url = try await LiveServer.migratedDatabase()
        try await OwnServer.running(on: url, connections: 1) { own in
            let tenant = try await Tenant(on: own.live)
            _ = try await tenant.created()
            // What is prepared once per connection, and whom the token stands for, is known from here on.
            _ = try await tenant.get(Self.list)
            _ = try await tenant.get(Self.list)
            _ = try await number(own.live.pool)
            try await body(tenant, own.live.pool)
        }
    }

    @Test func `a warm list is one transaction`() async throws {
        try await running { tenant, pool async throws in
            let count = try await transactions(pool) { () async throws in
                for _ in 0..<10 { #expect(try await tenant.send("GET", Self.list).status == 200) }
            }
            #expect(count == 10)
        }
    }

    @Test func `so is every other request of a member, once its statements are prepared`() async throws {
        try await running { tenant, pool async throws in
            let id = try await tenant.created()
            for (method, path) in [
                ("GET", "\(id)/"), ("GET", "unread-count/"), ("POST", "\(id)/read/"), ("POST", "\(id)/unread/"),
                ("POST", "read-all/"), ("GET", "preferences/"), ("GET", "preferences/defaults/"),
            ] {
                _ = try await tenant.send(method, Self.list + path)
                let count = try await transactions(pool) { () async throws in
                    #expect(try await tenant.send(method, Self.list + path).status == 200)
                }
                // Whoever changes something rings the doorbell as well, apart from the request and maybe not yet.
                #expect(count == 1 || method == "POST" && count == 2, "\(method) \(path)")
            }
        }
    }

    @Test func `a poll that finds nothing new is one transaction, one that does is two`() async throws {
        try await running { tenant, pool async throws in
            let tag = try #require(try await tenant.send("GET", Self.list)["etag"])
            let (unchanged, changed) = (
                try await transactions(pool) { () async throws in
                    for _ in 0..<10 {
                        let answer = try await tenant.send("GET", Self.list, headers: [("if-none-match", tag)])
                        #expect(answer.status == 304)
                    }
                },
                try await transactions(pool) { () async throws in
                    let answer = try await tenant.send("GET", Self.list, headers: [("if-none-match", "\"x\"")])
                    #expect(answer.status == 200)
                }
            )
            #expect(unchanged == 10)
            #expect(changed == 2)
        }
    }

    @Test func `a refusal is told after asking who it is for, as before`() async throws {
        try await running { tenant, pool async throws in
            let path = "\(Self.list)999999999/"
            _ = try await tenant.send("GET", path)
            let count = try await transactions(pool) { () async throws in
                #expect(try await tenant.send("GET", path).status == 404)
            }
            #expect(count == 2)
        }
    }
}
