import Notifications
import Postgres
import Synchronization
import TestDatabase
import Testing

@testable import NotificationServer

/// PostgreSQL goes and comes back; the server stays.
@Suite(.timeLimit(.minutes(3))) struct FaultTests {
    enum Fault: CaseIterable {
        case restart, kill
    }

    @Test(arguments: Fault.allCases)
    func `under load callers are asked to try again, and nothing acknowledged is lost or doubled`(fault: Fault)
        async throws
    {
        let cluster = try await TestDatabase.startCluster()
        try await LiveServer.migrate(cluster.conninfo)
        try await OwnServer.running(on: cluster.conninfo, patience: .milliseconds(500)) { server async throws in
            let tenant = try await Tenant(on: server.live)
            let log = LoadLog()
            let clients = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for client in 0..<16 { group.addTask { try await log.run(client, tenant) } }
                    try await group.waitForAll()
                }
            }
            for _ in 0..<2 {
                try await log.until(successes: 200)
                switch fault {
                case .restart: await cluster.stop()
                case .kill: try await cluster.kill()
                }
                try await log.until(refusals: 50)
                try await cluster.start()
            }
            try await log.until(successes: 200)
            log.end()
            try await clients.value
            let told = log.told
            #expect(told.strange.isEmpty, "\(told.strange.prefix(3))")
            let rows = try await server.live.pool.read(
                "select title, count(*) from notify.notifications where account_id = \(tenant.id) group by title")
            let written = try Dictionary(
                uniqueKeysWithValues: rows.map { try $0.decode(String.self, Int.self) })
            for (title, outcome) in told.outcomes {
                let count = written[title] ?? 0
                switch outcome {
                case .acknowledged: #expect(count == 1, "\(title) was acknowledged")
                case .unavailable: #expect(count == 0, "\(title) was said not to be written")
                case .unknown: #expect(count <= 1, "\(title)")
                }
            }
            #expect(Set(written.keys).isSubset(of: told.outcomes.keys))
            #expect(try await tenant.send("GET", "/readyz").status == 200)
        }
        await cluster.remove()
    }

    @Test func `a server whose database is down says so, and is there when it comes`() async throws {
        let cluster = try await TestDatabase.startCluster()
        try await LiveServer.migrate(cluster.conninfo)
        await cluster.stop()
        let token = try await LiveServer.mint.token(for: .init("1", account: 1))
        try await OwnServer.running(on: cluster.conninfo, patience: .milliseconds(200)) { server async throws in
            let http = server.live.http
            #expect(try await http.send("GET", "/healthz").json == ["status": "ok"])
            for path in ["/readyz", "/api/v1/notifications/"] {
                let answer = try await http.send("GET", path, token: token)
                #expect(answer.status == 503 && answer["retry-after"] != nil)
                #expect(answer["content-type"] == "application/problem+json")
                #expect(!answer.body.contains("/tmp") && !answer.body.contains("connection to server"))
            }
            try await cluster.start()
            try await eventually { try await http.send("GET", "/readyz").status == 200 }
            #expect(try await http.send("GET", "/api/v1/notifications/", token: token).status == 200)
            #expect(try await http.send("GET", "/healthz").status == 200)
        }
        await cluster.remove()
    }

    @Test func `a server is not ready before its tables are there`() async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        try await OwnServer.running(on: url) { server async throws in
            let answer = try await server.live.http.send("GET", "/readyz")
            #expect(answer.status == 503 && answer.json["detail"]?.text?.contains("001_accounts") == true)
            try await LiveServer.migrate(url)
            #expect(try await server.live.http.send("GET", "/readyz").json == ["status": "ready"])
        }
    }

    @Test func `an account whose feed is locked waits, and the others go on`() async throws {
        let url = try await LiveServer.migratedDatabase()
        try await OwnServer.running(on: url, patience: .seconds(120)) { server async throws in
            let (locked, other) = (try await Tenant(on: server.live), try await Tenant(on: server.live))
            for tenant in [locked, other] { _ = try await tenant.get("/api/v1/notifications/") }
            let made = Counter()
            let calls = try await OwnServer.lockingFeed(of: locked.id, on: url) {
                let calls = (0..<12).map { _ in
                    Task {
                        let status = try await locked.create().status
                        if status == 201 { made.count.withLock { $0 += 1 } }
                        return status
                    }
                }
                try await OwnServer.untilLocked(1, on: url)
                for _ in 0..<10 {
                    #expect(try await other.create().status == 201)
                    #expect(try await other.send("POST", "/api/v1/notifications/read-all/").status == 200)
                    #expect(try await locked.send("GET", "/api/v1/notifications/").status == 200)
                }
                #expect(made.count.withLock { $0 } == 0)
                return calls
            }
            for call in calls { #expect(try await call.value == 201) }
            #expect(try await locked.get("/api/v1/notifications/")["count"] == 12)
        }
    }
}

private final class Counter: Sendable {
    let count = Mutex(0)
}
