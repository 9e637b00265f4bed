import Postgres

extension Preferences {
    func read(
        of reader: Identifier<User>, for viewer: Viewer
    ) async throws -> (state: InboxState, value: [Preference]) {
        let (state, results) = try await pool.read([chosen(viewer.account, reader)], for: viewer)
        return (state, try preferences(of: reader, results[0]))
    }

    /// Takes the locks in the order of `FeedLock`, changes the preferences, tells that lists are others now, and reads
    /// what holds: one transaction, one round trip.
    func write(
        _ changes: [String: Preference.Change], of reader: Identifier<User>, for viewer: Viewer
    ) async throws -> [Preference] {
        let account = viewer.account
        let isEverybody: SQL = "\(reader) = 0"
        let locks: [SQL] = [
            FeedLock.taking(account, if: isEverybody),
            """
            select reader_id
            from notify.readers
            where account_id = \(account)
              and reader_id = \(reader)
            for no key update
            """,
        ]
        let statements = [change(changes.sorted { $0.key < $1.key }, account, reader), chosen(account, reader)]
        let results = try await pool.write(statements, after: locks, for: viewer, isIdempotent: true)
        doorbell.ring(account, reader: reader)
        return try preferences(of: reader, results[1])
    }

    /// Sets each type's preference, forgets those that say nothing any more, and tells what revisions tell.
    private func change(
        _ changes: [(key: String, value: Preference.Change)], _ account: Identifier<Account>, _ reader: Identifier<User>
    ) -> SQL {
        """
        with changed as (
            select c.name,
                   case when c.keeps_enabled then p.enabled else c.enabled end as enabled,
                   case when c.keeps_push then p.push else c.push end as push
            from unnest(
                \(changes.map(\.key)),
                \(changes.map(\.value.enabled.choice)), \(changes.map { $0.value.enabled == .kept }),
                \(changes.map(\.value.push.choice)), \(changes.map { $0.value.push == .kept })
            ) c (name, enabled, keeps_enabled, push, keeps_push)
            left join notify.preferences p
              on p.account_id = \(account)
             and p.reader_id = \(reader)
             and p.notification_type = c.name
        ),
        forgotten as (
            delete from notify.preferences p
            using changed c
            where p.account_id = \(account)
              and p.reader_id = \(reader)
              and p.notification_type = c.name
              and c.enabled is null
              and c.push is null
            returning p.account_id
        ),
        kept as (
            insert into notify.preferences (account_id, reader_id, notification_type, enabled, push)
            select \(account), \(reader), c.name, c.enabled, c.push
            from changed c
            where c.enabled is not null
               or c.push is not null
            on conflict (account_id, reader_id, notification_type) do update
            set enabled = excluded.enabled,
                push = excluded.push,
                updated_at = excluded.updated_at
            where preferences.enabled is distinct from excluded.enabled
               or preferences.push is distinct from excluded.push
            returning account_id
        ),
        revised as (
            update notify.readers r
            set revision = revision + 1
            where r.account_id = \(account)
              and r.reader_id = \(reader)
              and r.account_id in (select account_id from forgotten union all select account_id from kept)
        )
        update notify.feeds f
        set revision = revision + 1
        where f.account_id = \(account)
          and \(reader) = 0
          and f.account_id in (select account_id from forgotten union all select account_id from kept)
        """
    }

    private func chosen(_ account: Identifier<Account>, _ reader: Identifier<User>) -> SQL {
        """
        select reader_id, notification_type, enabled, push
        from notify.preferences
        where account_id = \(account)
          and reader_id in (0, \(reader))
        """
    }

    private func preferences(of reader: Identifier<User>, _ rows: Rows) throws -> [Preference] {
        var own: [String: Choice] = [:]
        var common: [String: Choice] = [:]
        for row in rows {
            let (id, name, enabled, push) = try row.decode(Int64.self, String.self, Bool?.self, Bool?.self)
            let choice = Choice(enabled: enabled, push: push)
            if id == reader.rawValue { own[name] = choice } else { common[name] = choice }
        }
        return catalogue.types.map {
            Preference($0, own: own[$0.name] ?? Choice(), common: common[$0.name] ?? Choice())
        }
    }
}

/// What one reader has chosen of a type.
private struct Choice {
    var enabled: Bool?
    var push: Bool?
}

extension Preference {
    /// The same as `PreferenceRules` says in SQL.
    fileprivate init(_ type: NotificationType, own: Choice, common: Choice) {
        self.type = type
        defaults = Defaults(
            isEnabled: type.isLocked || common.enabled ?? type.isEnabled,
            isPushed: type.isLocked || common.push ?? type.isPushed)
        isEnabled = type.isLocked || own.enabled ?? defaults.isEnabled
        isPushed = type.isLocked || own.push ?? defaults.isPushed
        isDefault = own.enabled == nil && own.push == nil
    }
}

extension Preference.Change.Value {
    /// nil: none.
    fileprivate var choice: Bool? {
        if case .set(let value) = self { value } else { nil }
    }
}
