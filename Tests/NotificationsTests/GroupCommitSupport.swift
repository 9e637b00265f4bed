import FoundationEssentials
import Notifications
import Postgres

extension NotificationDraft {
    static func news(_ title: String, to account: Identifier<Account>, key: String? = nil) -> NotificationDraft {
        NotificationDraft(Envelope(account: account, idempotencyKey: key), type: "system_info", title: title)
    }
}

struct FeedRow: Sendable {
    let id: Identifier<Notifications.Notification>
    let title: String
    let createdAt: Date
}

extension World {
    /// All of an account's notifications, by their ids.
    func feed(of account: Identifier<Account>) async throws -> [FeedRow] {
        try await pool.read(
            "select id, title, created_at from notify.notifications where account_id = \(account) order by id"
        ).map { row in
            let (id, title, createdAt) = try row.decode(Int64.self, String.self, Date.self)
            return FeedRow(id: Identifier(id), title: title, createdAt: createdAt)
        }
    }

    /// A pool of a test's own on the database of all.
    /// - Parameter name: as it shows in `pg_stat_activity`.
    func ownPool(_ name: String = "own") -> Pool {
        var configuration = Configuration(url: url)
        configuration.applicationName = name
        // The machine may be busy with all the other tests.
        configuration.queueTimeout = .seconds(60)
        configuration.statementTimeout = .seconds(300)
        return Pool(configuration, logger: World.logger)
    }
}

extension Sequence {
    /// One after another.
    func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
