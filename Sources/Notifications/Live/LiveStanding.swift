import Postgres

/// How an inbox stands, seen at once.
struct LiveStanding: Sendable {
    /// The newest id there was.
    var head: Identifier<Notification>
    var unread: Int
    var feedRevision: Int64
    var ownRevision: Int64
    /// Of reader 0.
    var commonRevision: Int64
    /// Whether account-wide notifications are read by reader 0.
    var sharesReads: Bool
    var wideThrough: Int64
    var ownThrough: Int64
    var muted: Set<String>
    var unpushed: Set<String>
    /// What has been marked since the standing before, each as it is now.
    var marked: [Mark: [Identifier<Notification>]] = [:]
    /// Too much to be told one by one.
    var isMarkedWidely = false

    enum Mark: String {
        case read, unread, dismissed
    }

    /// What happened in between, but for new notifications.
    func events(since old: LiveStanding) -> [LiveEvent] {
        var events: [LiveEvent] = []
        if let ids = marked[.dismissed] { events.append(.deleted(ids)) }
        if let ids = marked[.read] { events.append(.read(ids)) }
        if let ids = marked[.unread] { events.append(.unread(ids)) }
        events += readThroughs(since: old)
        let isElse = muted != old.muted || sharesReads != old.sharesReads || isMarkedWidely
        if isElse || wideThrough < old.wideThrough || ownThrough < old.ownThrough { events.append(.reset) }
        return events
    }

    /// Whether it tells of what was done with notifications above an id.
    func isAhead(of id: Identifier<Notification>) -> Bool {
        wideThrough > id.rawValue || ownThrough > id.rawValue || marked.values.contains { $0.contains { $0 > id } }
    }

    /// As if nothing had been marked since another.
    func with(marksOf old: LiveStanding) -> LiveStanding {
        var standing = self
        standing.ownRevision = old.ownRevision
        standing.commonRevision = old.commonRevision
        standing.ownThrough = old.ownThrough
        standing.wideThrough = old.wideThrough
        return standing
    }

    private func readThroughs(since old: LiveStanding) -> [LiveEvent] {
        let (wide, own) = (Identifier<Notification>(wideThrough), Identifier<Notification>(ownThrough))
        let (hasWide, hasOwn) = (wideThrough > old.wideThrough, ownThrough > old.ownThrough)
        if hasWide, hasOwn, wide == own { return [.readThrough(own, of: .everything)] }
        return (hasWide ? [.readThrough(wide, of: .account)] : [])
            + (hasOwn ? [.readThrough(own, of: .personal)] : [])
    }
}

extension Inbox {
    /// More marks at once are not told one by one.
    static let maximumMarksTold = 500

    /// - Parameter old: what `marked` is seen since; nil: none are looked for.
    /// - Throws: `ViewerChanged` when the viewer is not who they were or there is no such account; else
    ///   `NotificationError`.
    func standing(of viewer: Viewer, since old: LiveStanding? = nil) async throws -> LiveStanding {
        let rules = rules(viewer)
        let marks = old.map { [Self.marks(since: $0, rules)] } ?? []
        let (state, results) = try await pool.read([Self.standing(rules)] + marks, for: viewer)
        guard let row = results[0].first else { throw ViewerChanged() }
        let (unread, head, wideReader, wideThrough, ownThrough, muted, unpushed) = try row.decode(
            Int.self, Int64.self, Int64.self, Int64.self, Int64.self, [String].self, [String].self)
        var standing = LiveStanding(
            head: Identifier(head), unread: unread, feedRevision: state.feedRevision,
            // One who is gone is no reader, whatever their revision was.
            ownRevision: state.knownSince == nil ? LiveNews.gone : state.readerRevision,
            commonRevision: state.commonRevision,
            sharesReads: wideReader == 0, wideThrough: wideThrough, ownThrough: ownThrough, muted: Set(muted),
            unpushed: Set(unpushed))
        if results.count > 1 {
            standing.isMarkedWidely = results[1].count > Self.maximumMarksTold
            for row in results[1].prefix(Self.maximumMarksTold) {
                let (id, mark) = try row.decode(Int64.self, String.self)
                if let mark = LiveStanding.Mark(rawValue: mark) {
                    standing.marked[mark, default: []].append(Identifier(id))
                }
            }
        }
        return standing
    }

    /// The count and the head out of one snapshot, so that what comes after the head is not among the counted.
    static func standing(_ rules: ReadRules) -> SQL {
        """
        with \(rules.viewer)
        select (\(rules.unread())),
               (select last_notification_id from notify.feeds where account_id = \(rules.account)),
               v.wide_reader, v.wide_through, v.own_through, v.muted,
               \(PreferenceRules(account: rules.account, catalogue: rules.catalogue).unpushed(for: rules.user))
        from viewer v
        """
    }

    static func marks(since old: LiveStanding, _ rules: ReadRules) -> SQL {
        """
        with \(rules.viewer)
        select m.notification_id,
               case
                   when m.dismissed_at is not null then 'dismissed'
                   when m.unread then 'unread'
                   when m.read_at is not null or m.notification_id <= m.through then 'read'
                   else 'unread'
               end
        from (
            (\(marks(of: rules.user, since: old.ownRevision, through: "(select own_through from viewer)", rules)))
            union all
            (\(marks(of: "0", since: old.commonRevision, through: "(select wide_through from viewer)", rules)))
        ) m
        where m.reader_id <> 0
           or (select wide_reader from viewer) = 0
        """
    }

    private static func marks(of reader: SQL, since revision: Int64, through: SQL, _ rules: ReadRules) -> SQL {
        """
        select m.notification_id, m.reader_id, m.read_at, m.unread, m.dismissed_at, \(through) as through
        from notify.marks m
        where m.account_id = \(rules.account)
          and m.reader_id = \(reader)
          and m.revision > \(revision)
        order by m.revision, m.notification_id
        limit \(maximumMarksTold + 1)
        """
    }
}
