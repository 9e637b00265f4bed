import FoundationEssentials
import Notifications
import Testing

/// Every filter gives what one would pick by hand out of the whole list, in pages and by cursor.
@Suite struct FilterTests {
    private static let types = [
        "ai_cluster_complete", "ai_ideas_complete", "content_published", "system_info", "credits_low",
    ]
    private static let categories: [Notifications.Category] = [.aiOperations, .credits, .wordpress]

    @Test(arguments: ReadScope.allCases, 1...3 as ClosedRange<UInt64>)
    func `a filtered list is the whole list filtered`(scope: ReadScope, seed: UInt64) async throws {
        let world = try await World.shared.value
        var random = SplitMix64(state: seed)
        let viewer = try await Self.inhabit(world.newAccount(), scope, world, &random)
        let all = try await world.inbox.list(size: 100, for: viewer).notifications
        #expect(Set(all.map(\.isRead)) == [true, false])
        for _ in 0..<80 {
            let filter = Self.filter(out: all, &random)
            let expected = all.filter { filter.admits($0) }.map(\.id)
            let size = Int.random(in: 1...9, using: &random)
            let page = try await world.inbox.list(filter, position: .page(1), size: size, for: viewer)
            #expect(page.count == expected.count, "\(filter)")
            #expect(page.notifications.map(\.id) == Array(expected.prefix(size)), "\(filter)")
            #expect(page.hasOlder == (expected.count > size), "\(filter)")
            let anchor = all.randomElement(using: &random)?.id ?? 0
            let older = try await world.inbox.list(filter, position: .before(anchor), size: size, for: viewer)
            let newer = try await world.inbox.list(filter, position: .after(anchor), size: size, for: viewer)
            #expect(older.notifications.map(\.id) == Array(expected.filter { $0 < anchor }.prefix(size)), "\(filter)")
            #expect(newer.notifications.map(\.id) == Array(expected.filter { $0 > anchor }.suffix(size)), "\(filter)")
        }
    }

    /// Notifications of all kinds, read and unread on both sides of the mark, some dismissed.
    private static func inhabit(
        _ account: Identifier<Account>, _ scope: ReadScope, _ world: World, _ random: inout SplitMix64
    ) async throws -> Viewer {
        let viewer = try await world.member(1, of: account)
        let other = try await world.member(2, of: account)
        for site in 1...2 { try await world.directory.put(site: Identifier(Int64(site)), in: account) }
        for number in 0..<90 {
            let audiences: [Audience] = [
                .account, .account, .user(1), .user(2), .roles([.editor]), .roles([.admin, .editor]), .roles([.owner]),
            ]
            let audience = audiences.randomElement(using: &random) ?? .account
            let envelope = Envelope(
                account: account, audience: audience,
                site: [nil, 1, 2].randomElement(using: &random) ?? nil,
                object: [nil, ObjectLink(contentType: "a", objectID: "1")].randomElement(using: &random) ?? nil)
            let receipt = try await world.service.create(
                NotificationDraft(
                    envelope, type: types.randomElement(using: &random) ?? "",
                    severity: Severity.allCases.randomElement(using: &random), title: "News"))
            let isMine = ![.user(2), .roles([.owner])].contains(audience)
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where isMine: try await world.inbox.markRead(receipt.id, for: viewer)
            case 1 where audience == .account: try await world.inbox.dismiss(receipt.id, for: viewer)
            case 2 where audience == .account: try await world.inbox.markRead(receipt.id, for: other)
            default: break
            }
            if number == 30 { try await world.directory.put(account: account, readScope: scope) }
            if number == 45 { try await world.inbox.markAllRead(for: viewer) }
        }
        for notification in try await world.inbox.list(size: 100, for: viewer).notifications where notification.isRead {
            if Int.random(in: 0..<5, using: &random) == 0 {
                try await world.inbox.markUnread(notification.id, for: viewer)
            }
        }
        return viewer
    }

    private static func filter(out of: [Notifications.Notification], _ random: inout SplitMix64) -> Filter {
        func sometimes(_ random: inout SplitMix64) -> Bool { Int.random(in: 0..<3, using: &random) == 0 }
        var filter = Filter()
        if !sometimes(&random) { filter.isRead = Bool.random(using: &random) }
        if sometimes(&random) {
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                filter.types += [types.randomElement(using: &random) ?? ""]
            }
        }
        if sometimes(&random) {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                filter.severities += [Severity.allCases.randomElement(using: &random) ?? .info]
            }
        }
        if sometimes(&random) { filter.category = categories.randomElement(using: &random) }
        if sometimes(&random) { filter.site = Identifier(Int64.random(in: 1...3, using: &random)) }
        if sometimes(&random) { filter.object = ObjectLink(contentType: "a", objectID: "1") }
        if sometimes(&random) { filter.createdAfter = of.randomElement(using: &random)?.createdAt }
        if sometimes(&random) { filter.createdBefore = of.randomElement(using: &random)?.createdAt }
        return filter
    }
}

extension Filter {
    /// What the filter says, in plain words.
    fileprivate func admits(_ notification: Notifications.Notification) -> Bool {
        let category = Catalogue.standard[notification.type]?.category
        return (isRead ?? notification.isRead) == notification.isRead
            && (types.isEmpty || types.contains(notification.type))
            && (severities.isEmpty || severities.contains(notification.severity))
            && (self.category == nil || self.category == category)
            && (site == nil || site == notification.site?.id)
            && (object == nil || object == notification.object)
            && (createdAfter.map { notification.createdAt >= $0 } ?? true)
            && (createdBefore.map { notification.createdAt < $0 } ?? true)
    }
}
