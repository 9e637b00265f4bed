import FoundationEssentials
import Notifications
import Postgres

extension Play {
    /// Has what is kept for counting made anew, with other ordinals.
    func recount() async throws {
        _ = try await world.pool.write(["select notify.recount(\(account))"])
    }

    /// Asks the inbox everything about one member, and compares.
    mutating func compare(_ when: String) async throws {
        let user = model.members.randomElement(using: &random) ?? 1
        let viewer = viewer(user)
        let visible = model.visible(to: user).sorted { $0.id > $1.id }
        let unread = model.unread(by: user).count

        let count = try await world.inbox.unreadCount(for: viewer)
        expect(count == unread, "\(when): \(count) unread for \(user), not \(unread)")
        let listed = try await all(Filter(), viewer)
        expect(
            listed.map(\.id) == visible.map(\.id), "\(when): \(user) sees \(listed.map(\.id)), not \(visible.map(\.id))"
        )
        for (notification, item) in zip(listed, visible) {
            compareReadState(notification, item, user, when)
        }

        for isRead in [true, false] {
            var filter = Filter()
            filter.isRead = isRead
            let expected = visible.filter { (model.readAt($0, for: user) != nil) == isRead }.map(\.id)
            let page = try await world.inbox.list(filter, size: 100, for: viewer)
            let shown = page.notifications.map(\.id)
            expect(
                page.count == expected.count,
                "\(when): count of is_read=\(isRead) is \(page.count), not \(expected.count)")
            expect(shown == Array(expected.prefix(100)), "\(when): is_read=\(isRead) shows \(shown), not \(expected)")
        }
        try await comparePage(visible.map(\.id), viewer, when)
    }

    private func compareReadState(
        _ notification: Notification, _ item: InboxModel.Item, _ user: Identifier<User>, _ when: String
    ) {
        let moment = model.readAt(item, for: user)
        expect(
            notification.isRead == (moment != nil), "\(when): \(item.id) is read by \(user): \(notification.isRead)")
        switch (notification.readAt, moment) {
        case (nil, nil): break
        case (let readAt?, let moment?):
            // PostgreSQL's times have microseconds, Date has fractions of one.
            let isIn = (moment.lowerBound - 0.00001...moment.upperBound + 0.00001).contains(readAt)
            expect(isIn, "\(when): \(item.id) was read by \(user) at \(readAt), not in \(moment)")
        default:
            expect(false, "\(when): \(item.id) has read_at \(String(describing: notification.readAt))")
        }
    }

    /// One page by number and one by cursor, of a size that makes several.
    private mutating func comparePage(_ ids: [Identifier<Notification>], _ viewer: Viewer, _ when: String) async throws
    {
        let size = Int.random(in: 1...7, using: &random)
        let pages = max(1, (ids.count + size - 1) / size)
        let number = Int.random(in: 1...pages, using: &random)
        let expected = Array(ids.dropFirst((number - 1) * size).prefix(size))
        let page = try await world.inbox.list(position: .page(number), size: size, for: viewer)
        expect(page.notifications.map(\.id) == expected, "\(when): page \(number) of \(size)")
        expect(
            page.hasOlder == (number < pages) && page.hasNewer == (number > 1), "\(when): neighbours of page \(number)")
        guard let anchor = ids.randomElement(using: &random) else { return }
        let older = try await world.inbox.list(position: .before(anchor), size: size, for: viewer)
        expect(
            older.notifications.map(\.id) == ids.filter { $0 < anchor }.prefix(size).map { $0 },
            "\(when): before \(anchor)")
        let newer = try await world.inbox.list(position: .after(anchor), size: size, for: viewer)
        expect(
            newer.notifications.map(\.id) == ids.filter { $0 > anchor }.suffix(size).map { $0 },
            "\(when): after \(anchor)")
    }

    private func all(_ filter: Filter, _ viewer: Viewer) async throws -> [Notification] {
        var found: [Notification] = []
        var position = Position.before(nil)
        while true {
            let page = try await world.inbox.list(filter, position: position, size: 100, for: viewer)
            found += page.notifications
            guard page.hasOlder, let last = page.notifications.last else { return found }
            position = .before(last.id)
        }
    }
}
