import FoundationEssentials
import Postgres

extension NotificationService {
    /// Locks the account's feed, then inserts: two statements between two syncs, so one transaction and one round trip.
    /// Two, because a statement sees the snapshot from before its own wait for a lock.
    func insert(_ draft: CheckedDraft) async throws -> Receipt? {
        try await insertIfDue(draft, due: "true", alongside: "")
    }

    /// - Parameters:
    ///   - due: a condition, seen under the lock; nothing is written and the answer is nil unless it holds, and unless
    ///     the type exists for the user whom it is for alone.
    ///   - more: common table expressions to run in the same statement.
    func insertIfDue(_ draft: CheckedDraft, due: SQL, alongside more: SQL) async throws -> Receipt? {
        let envelope = draft.envelope
        let statements = [
            FeedLock.taking(envelope.account),
            insertion(of: draft, due: due, alongside: more),
        ]
        return try await translated {
            var results = try await pool.write(statements, isIdempotent: envelope.idempotencyKey != nil)
            if results[0].isEmpty {
                // Nobody has told us of the account yet.
                _ = try await pool.write(Directory.opening(envelope.account), isIdempotent: true)
                results = try await pool.write(statements, isIdempotent: envelope.idempotencyKey != nil)
                if results[0].isEmpty {
                    throw NotificationError.deletedAccount(envelope.account)
                }
            }
            guard let row = results[1].first else { return nil }
            let receipt = try await receipt(row, draft)
            if let onCreation, !receipt.isReplay, let notification = receipt.notification { onCreation(notification) }
            return receipt
        }
    }

    func insertion(of draft: CheckedDraft, due: SQL, alongside more: SQL) -> SQL {
        let envelope = draft.envelope
        let account = envelope.account
        let isWanted: SQL =
            draft.audience.user.map {
                let rules = PreferenceRules(account: "\(account)", catalogue: catalogue)
                let user: SQL = "\($0)"
                return """
                    (
                        \(rules.isOn(.enabled, type: "\(draft.type)", for: user))
                        -- Of somebody who is not there the reference to the users tells.
                        or not exists (select from notify.users where account_id = \(account) and id = \(user))
                    )
                    """
            } ?? "true"
        return """
            with known as (
                select notification_id,
                       fingerprint = sha256(convert_to(\(draft.arguments), 'UTF8')) as matches
                from notify.idempotency_keys
                where account_id = \(account)
                  and key = \(envelope.idempotencyKey)
                  and created_at > now() - interval '30 days'
            ),
            created as (
                insert into notify.notifications
                    (account_id, id, user_id, roles, notification_type, severity, title, message, site_id, content_type,
                     object_id, action_url, action_label, metadata, created_at, updated_at)
                select f.account_id, nextval('notify.notifications_id_seq'), \(draft.audience.user),
                       \(draft.audience.roles?.map(\.rawValue))::text[], \(draft.type),
                       \(draft.severity.rawValue)::notify.notification_severity, \(draft.title), \(draft.message),
                       \(envelope.site), \(envelope.object?.contentType), \(envelope.object?.objectID),
                       \(draft.action?.url), \(draft.action?.label), \(draft.metadata), t.at, t.at
                from notify.feeds f
                cross join lateral (
                    select greatest(
                        least(coalesce(\(draft.createdAt), clock_timestamp()), clock_timestamp()),
                        f.last_created_at
                    ) as at
                    offset 0  -- evaluated once, so that both times are the same
                ) t
                where f.account_id = \(account)
                  and \(FeedLock.isHeld(account))
                  and not exists (select from known)
                  and \(isWanted)
                  and \(due)
                returning *
            ),
            head as (
                update notify.feeds f
                set last_notification_id = c.id,
                    last_created_at = c.created_at,
                    revision = revision + 1
                from created c
                where f.account_id = c.account_id
            ),
            kept as (
                insert into notify.idempotency_keys (account_id, key, fingerprint, notification_id)
                select account_id, \(envelope.idempotencyKey), sha256(convert_to(\(draft.arguments), 'UTF8')), id
                from created
                where \(envelope.idempotencyKey) is not null
                on conflict (account_id, key) do update  -- one that has expired
                set fingerprint = excluded.fingerprint,
                    notification_id = excluded.notification_id,
                    created_at = excluded.created_at
            )\(more)
            select id, created_at, (select name from notify.sites where account_id = \(account) and id = \(envelope.site)), null
            from created
            union all
            select notification_id, null, null, matches
            from known
            """
    }

    private func receipt(_ row: Row, _ draft: CheckedDraft) async throws -> Receipt {
        let (number, createdAt, siteName, matches) = try row.decode(
            Int64.self, Date?.self, String?.self, Bool?.self)
        let id = Identifier<Notification>(number)
        if let createdAt {
            let notification = Notification(draft, id: id, createdAt: createdAt, siteName: siteName ?? "")
            return Receipt(id: id, isReplay: false, notification: notification)
        }
        guard matches == true else {
            throw NotificationError(
                .conflict, "The idempotency key was used with other arguments.",
                fields: [.init("idempotency_key", "was used with other arguments")])
        }
        return Receipt(id: id, isReplay: true, notification: try await stored(id, in: draft.envelope.account))
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
