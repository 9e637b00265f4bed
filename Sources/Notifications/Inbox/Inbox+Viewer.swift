package import FoundationEssentials
import Postgres

/// By what it is told whether a viewer's inbox or preferences have changed: equal states mean equal answers.
package struct InboxState: Hashable, Sendable {
    /// When the viewer was first known: who was deleted and comes back begins to count anew.
    package var knownSince: Date?
    package var feedRevision: Int64 = 0
    package var lastNotification: Int64 = 0
    package var readerRevision: Int64 = 0
    /// Of reader 0, everybody together.
    package var commonRevision: Int64 = 0
}

extension Inbox {
    /// How things stand for the viewer, for the price of a few rows found by their keys.
    package func state(for viewer: Viewer) async throws -> InboxState {
        try await pool.read([], for: viewer).state
    }
}

extension Pool {
    /// Reads on a viewer's behalf, in one round trip: first that they still are who they were (`Viewer.claims`) and how
    /// things stand, then the statements. What changes between makes the state older than the results, never newer.
    /// - Throws: `ViewerChanged`; else `NotificationError`, like all calls of the library.
    func read(
        _ statements: [SQL], for viewer: Viewer
    ) async throws -> (state: InboxState, results: [Rows]) {
        let results = try await checked { try await read([viewer.guarding] + statements) }
        return (try results.first?.first.map { try InboxState($0) } ?? InboxState(), Array(results.dropFirst()))
    }

    /// Changes something on a viewer's behalf; nothing is changed when they are not who they were. They are asked for once
    /// the locks are got, for which it may have had to wait.
    /// - Returns: the results of the statements, without those of the locks.
    func write(
        _ statements: [SQL], after locks: [SQL], for viewer: Viewer, isIdempotent: Bool = false
    ) async throws -> [Rows] {
        let results = try await checked {
            try await write(locks + [viewer.guarding] + statements, isIdempotent: isIdempotent)
        }
        return Array(results.dropFirst(locks.count + 1))
    }

    private func checked(_ body: () async throws -> [Rows]) async throws -> [Rows] {
        do {
            return try await translated(body)
        } catch let error as PostgresError where error.state == .viewerChanged {
            throw ViewerChanged()
        }
    }
}

extension Viewer {
    /// What stands before every statement on the viewer's behalf. One row; an error unless they are admitted still.
    fileprivate var guarding: SQL {
        let account: SQL = .parameter("account", account)
        let user: SQL = .parameter("user", user)
        let isAdmitted: SQL =
            claims.map { "case when \(ClaimRules($0).admit(self)) then true else notify.viewer_changed() end" }
            ?? "true"
        return """
            select u.created_at,
                   coalesce(f.revision, 0),
                   coalesce(f.last_notification_id, 0),
                   coalesce(own.revision, 0),
                   coalesce(common.revision, 0),
                   \(isAdmitted)
            from (values (1)) one
            left join notify.users u on u.account_id = \(account) and u.id = \(user)
            left join notify.feeds f on f.account_id = \(account)
            left join notify.readers own on own.account_id = \(account) and own.reader_id = \(user)
            left join notify.readers common on common.account_id = \(account) and common.reader_id = 0
            """
    }
}

extension InboxState {
    fileprivate init(_ row: Row) throws {
        let isAdmitted: Bool
        (knownSince, feedRevision, lastNotification, readerRevision, commonRevision, isAdmitted) = try row.decode(
            Date?.self, Int64.self, Int64.self, Int64.self, Int64.self, Bool.self)
        guard isAdmitted else { throw ViewerChanged() }
    }
}

extension SQLState {
    /// As `notify.viewer_changed` raises it.
    fileprivate static let viewerChanged = SQLState(rawValue: "NT001")
}
