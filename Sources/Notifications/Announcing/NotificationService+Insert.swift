import FoundationEssentials
import Postgres

extension NotificationService {
    /// Writes the draft together with those of other callers, once it is durable.
    func insert(_ draft: CheckedDraft) async throws -> Receipt? {
        try await translated {
            try await receipt(groupCommit.write(draft), draft)
        }
    }

    /// Writes the draft alone. Locks the account's feed, then inserts: two statements between two syncs, so one
    /// transaction and one round trip. Two, because a statement sees the snapshot from before its own wait for a lock.
    /// - Parameters:
    ///   - due: a condition, seen under the lock; nothing is written and the answer is nil unless it holds, and unless
    ///     the type exists for the user whom it is for alone.
    ///   - more: common table expressions to run in the same statement (`Insertion.alongside`).
    func insertIfDue(_ draft: CheckedDraft, due: SQL, alongside more: SQL) async throws -> Receipt? {
        let account = draft.envelope.account
        let isIdempotent = draft.envelope.idempotencyKey != nil
        let statements = [
            FeedLock.taking(account),
            Insertion(drafts: [draft], catalogue: catalogue, due: due, alongside: more).statement,
        ]
        return try await translated {
            var results = try await pool.write(statements, isIdempotent: isIdempotent)
            if results[0].isEmpty {
                // Nobody has told us of the account yet.
                _ = try await pool.write(Directory.opening(account), isIdempotent: true)
                results = try await pool.write(statements, isIdempotent: isIdempotent)
                if results[0].isEmpty { throw NotificationError.deletedAccount(account) }
            }
            guard let row = results[1].first else { return nil }
            return try await receipt(Written.read(row).outcome.get(), draft)
        }
    }

    private func receipt(_ written: Written, _ draft: CheckedDraft) async throws -> Receipt? {
        switch written {
        case .created(let id, let createdAt, let siteName):
            let notification = Notification(draft, id: id, createdAt: createdAt, siteName: siteName ?? "")
            doorbell.ring(notification.account)
            onCreation?(notification)
            return Receipt(id: id, isReplay: false, notification: notification)
        case .known(let id, matches: true):
            return Receipt(id: id, isReplay: true, notification: try await stored(id, in: draft.envelope.account))
        case .known:
            throw NotificationError(
                .conflict, "The idempotency key was used with other arguments.",
                fields: [.init("idempotency_key", "was used with other arguments")])
        case .unwanted:
            return nil
        }
    }

    private func stored(
        _ id: Identifier<Notification>, in account: Identifier<Account>
    ) async throws -> Notification? {
        try await pool.read(
            """
            select \(Notification.columns), false, null::timestamptz
            from notify.notifications n
            left join notify.sites s on s.account_id = n.account_id and s.id = n.site_id
            where n.account_id = \(account)
              and n.id = \(id)
            """
        ).first.map { try Notification($0) }
    }
}

extension Notification {
    /// As a member sees it who has read nothing yet.
    init(_ draft: CheckedDraft, id: Identifier<Notification>, createdAt: Date, siteName: String) {
        self.init(
            id: id,
            account: draft.envelope.account,
            audience: draft.audience,
            type: draft.type,
            severity: draft.severity,
            title: draft.title,
            message: draft.message,
            site: draft.envelope.site.map { SiteReference(id: $0, name: siteName) },
            object: draft.envelope.object,
            action: draft.action,
            metadata: draft.metadata,
            createdAt: createdAt,
            updatedAt: createdAt,
            isRead: false,
            readAt: nil
        )
    }
}
