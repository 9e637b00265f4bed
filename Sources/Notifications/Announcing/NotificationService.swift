public import FoundationEssentials
public import Postgres

/// The writing face: announces what happened.
///
/// Calls at once are written together, those of one account in their order, and none waits for another account. Every
/// call is durable when it returns; what is for one user who has muted its type is not recorded, and answered nil.
/// Calls throw `NotificationError`: `.invalid` (which fields, and why),
/// `.notFound` (the account was deleted), `.conflict` (the idempotency key was used with other arguments),
/// `.unavailable` (nothing was written) or `.outcomeUnknown` (safe to repeat with the same idempotency key).
public struct NotificationService: Sendable {
    public let catalogue: Catalogue
    let pool: Pool
    let doorbell: Doorbell
    let onCreation: (@Sendable (Notification) -> Void)?
    let groupCommit: GroupCommit

    /// - Parameters:
    ///   - doorbell: rung after every change, for open inboxes (`LiveFeed`); nil: one of its own.
    ///   - onCreation: told of each notification that this makes, once it is durable; not of replays. It must not block.
    public init(
        _ pool: Pool, catalogue: Catalogue = .standard, doorbell: Doorbell? = nil,
        onCreation: (@Sendable (Notification) -> Void)? = nil
    ) {
        self.pool = pool
        self.catalogue = catalogue
        self.doorbell = doorbell ?? Doorbell(pool)
        self.onCreation = onCreation
        groupCommit = GroupCommit(pool, catalogue: catalogue)
    }

    /// Writes a notification that no typed method words.
    /// - Returns: nil when it is for one user, who has muted its type: then it is not recorded at all.
    @discardableResult
    public func create(_ draft: NotificationDraft) async throws -> Receipt? {
        try await insert(CheckedDraft(draft, in: catalogue))
    }

    /// Writes a worded announcement; the typed `notify…` methods all end here.
    /// - Parameter createdAt: when it happened, for imports (`NotificationDraft.createdAt`).
    /// - Returns: nil when it is for one user, who has muted its type: then it is not recorded at all.
    @discardableResult
    public func announce(
        _ announcement: Announcement, _ envelope: Envelope, createdAt: Date? = nil
    ) async throws -> Receipt? {
        try await insert(checked(announcement, envelope, createdAt: createdAt))
    }

    /// Removes a notification for everybody; `NotificationError.notFound` when the account has no such.
    public func retract(_ id: Identifier<Notification>, in account: Identifier<Account>) async throws {
        let results = try await translated {
            try await pool.write([
                FeedLock.taking(account),
                """
                delete from notify.notifications
                where account_id = \(account)
                  and id = \(id)
                returning id
                """,
            ])
        }
        if results[1].isEmpty { throw NotificationError.noNotification }
        doorbell.ring(account)
    }

    func checked(
        _ announcement: Announcement, _ envelope: Envelope, createdAt: Date? = nil
    ) async throws -> CheckedDraft {
        let (metadata, words) = try announcement.checked()
        let message: String
        switch announcement.message {
        case .plain(let text):
            message = text
        case .site(let wording):
            message = wording(try await siteName(envelope))
        }
        var envelope = envelope
        envelope.audience = envelope.audience ?? announcement.audience
        let draft = NotificationDraft(
            envelope,
            type: announcement.type.name,
            title: announcement.title,
            message: message,
            action: announcement.action(envelope.site),
            metadata: metadata,
            createdAt: createdAt
        )
        return try CheckedDraft(draft, in: catalogue, wordedFrom: words)
    }

    private func siteName(_ envelope: Envelope) async throws -> String {
        guard let site = envelope.site else {
            throw NotificationError.invalid("site_id", "is required")
        }
        let rows = try await translated {
            try await pool.read(
                """
                select coalesce(
                    (select name from notify.sites where account_id = \(envelope.account) and id = \(site)),
                    -- What the key made stands, though its site was deleted since.
                    (
                        select ''
                        from notify.idempotency_keys
                        where account_id = \(envelope.account)
                          and key = \(envelope.idempotencyKey)
                    )
                )
                """)
        }
        guard let name = try rows.first?.decode(String?.self) else {
            throw NotificationError.invalid("site_id", "is not a site of this account")
        }
        return name.isEmpty ? "site \(site)" : name
    }
}

extension NotificationError {
    static func deletedAccount(_ account: Identifier<Account>) -> NotificationError {
        NotificationError(.notFound, "Account \(account) was deleted.")
    }

    static let noNotification = NotificationError(.notFound, "No such notification.")
}
