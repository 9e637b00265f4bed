/// Tells an inbox what it has missed.
struct CatchingUp {
    private static let page = Inbox.maximumPageSize

    private let subscription: LiveSubscription
    private let inbox: Inbox
    private var rest: Int
    private(set) var hasToldOfSome = false
    /// Everything up to this one was told; nil: nothing is asked for but what comes.
    private var last: Identifier<Notification>?

    init(_ subscription: LiveSubscription, _ inbox: Inbox, limit: Int, after last: Identifier<Notification>?) {
        self.subscription = subscription
        self.inbox = inbox
        self.last = last
        rest = limit
    }

    var through: Identifier<Notification> { last ?? 0 }

    /// Tells the count, and of all that has come.
    /// - Returns: how the inbox stood before.
    mutating func run() async throws -> LiveStanding {
        let standing = try await inbox.standing(of: subscription.viewer)
        subscription.take([.count(standing.unread, head: standing.head)])
        guard let last else {
            self.last = standing.head
            return standing
        }
        if last > standing.head {
            // It knows more than there is: of another database, or from before a restored one.
            subscription.take([.reset])
            self.last = standing.head
        }
        while try await tellPage(standing) {}
        return standing
    }

    /// - Returns: whether there is more.
    private mutating func tellPage(_ standing: LiveStanding) async throws -> Bool {
        guard let from = last, await subscription.sink.hasRoom(), !subscription.isClosed else { return false }
        let (state, page) = try await inbox.listing(position: .after(from), size: Self.page, for: subscription.viewer)
        let new = try page.rows.reversed().map { try $0.notification() }
        subscription.take(
            new.filter { !standing.unpushed.contains($0.type) }.map { .created(LiveNotification($0)) })
        last = max(from, new.last?.id ?? 0)
        rest -= new.count
        if !new.isEmpty { hasToldOfSome = true }
        if !page.hasNewer { last = max(through, Identifier(state.lastNotification)) }
        guard page.hasNewer, rest <= 0 else { return page.hasNewer }
        subscription.take([.reset])
        last = max(through, standing.head)
        return false
    }
}
