import Notifications
import Synchronization
import Testing

@testable import NotificationServer

/// What the server tells its owner of.
@Suite struct CreationTests {
    @Test func `each notification that a request makes is told of once, and nothing else`() async throws {
        let told = Told()
        try await OwnServer.running(on: LiveServer.migratedDatabase(), onCreation: told.note) { own in
            let tenant = try await Tenant(on: own.live)
            _ = try await tenant.get("/api/v1/notifications/")
            var made: [Int64] = []
            made.append(try await tenant.created(["idempotency_key": "k", "roles": ["editor"]]))
            #expect(try await tenant.create(["idempotency_key": "k", "roles": ["editor"]]).status == 200)
            #expect(try await tenant.create(["title": ""]).status == 400)
            #expect(try await tenant.event("content.created", ["title": "x", "user_id": 1]).status == 204)
            for (event, arguments) in [
                ("credits_depleted", ["user_id": 1]), ("media.failed", ["title": "x", "user_id": 1]),
                ("credits_balance", ["credits_total": 100, "credits_remaining": 5]),
            ] as [(String, JSONValue)] {
                made.append(try #require(try await tenant.event(event, arguments).json["id"]?.int))
            }
            _ = try await tenant.send("POST", "/api/v1/notifications/read-all/")
            #expect(told.notifications.map(\.id.rawValue) == made)
            #expect(told.notifications.first?.audience == .roles([.editor]))
            #expect(told.notifications.allSatisfy { $0.account.rawValue == tenant.id })
        }
    }

    private final class Told: Sendable {
        private let all = Mutex<[Notification]>([])
        var notifications: [Notification] { all.withLock { $0 } }

        var note: @Sendable (Notification) -> Void {
            { notification in self.all.withLock { $0.append(notification) } }
        }
    }
}
