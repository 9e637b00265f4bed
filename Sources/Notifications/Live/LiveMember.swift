/// A viewer with open inboxes, and how things stood when they were last told.
struct LiveMember {
    let viewer: Viewer
    private(set) var receivers: [Receiver] = []
    private(set) var standing: LiveStanding
    /// How many are unread: as counted last, and what has come since.
    private var count: Int
    private var sentCount: Int?
    private var sentCountAt: ContinuousClock.Instant?
    /// Something has happened that only the database can tell.
    private(set) var isStale = false
    /// They have another revision of their own than is known.
    private(set) var hasChanged = false
    private(set) var refreshedAt: ContinuousClock.Instant?
    /// What all are to be told, together.
    private var untold: [LiveEvent] = []

    struct Receiver {
        let subscription: LiveSubscription
        /// Everything up to this one was told by other means.
        let through: Identifier<Notification>
    }

    init(_ viewer: Viewer, _ standing: LiveStanding) {
        self.viewer = viewer
        self.standing = standing
        count = standing.unread
        sentCount = standing.unread
    }

    /// Takes in an inbox that has been told how things stood, and tells it what has come since.
    mutating func add(
        _ receiver: Receiver, toldOf standing: LiveStanding, recent: [LiveNotification],
        through head: Identifier<Notification>
    ) {
        receivers.append(receiver)
        receiver.subscription.take(events(recent).after(receiver.through))
        if count != standing.unread { receiver.subscription.take([.count(count, head: head)]) }
        // It has been told what the others are yet to be told.
        if count != sentCount { sentCount = nil }
    }

    mutating func remove(_ subscription: LiveSubscription) {
        receivers.removeAll { $0.subscription === subscription }
    }

    mutating func makeStale() {
        isStale = true
    }

    /// By the revisions of readers that were asked for.
    mutating func compare(_ revisions: [Int64: Int64]) {
        if let own = revisions[viewer.user.rawValue], own != standing.ownRevision {
            isStale = true
            hasChanged = true
        }
        if let common = revisions[0], common != standing.commonRevision { isStale = true }
    }

    func sees(_ notification: Notification) -> Bool {
        sees(notification.audience) && !standing.muted.contains(notification.type)
    }

    private func sees(_ audience: Audience) -> Bool {
        switch audience {
        case .account: true
        case .roles(let roles): roles.contains(viewer.role)
        case .user(let user): user == viewer.user
        }
    }

    /// Whether what is for this audience, as its number, is for them.
    func sees(audience: Int64) -> Bool {
        audience == 0 || audience == viewer.user.rawValue || viewer.role.audiences.contains(audience)
    }

    /// Adds new notifications to the count. What was there already when they were counted is among them.
    mutating func count(_ new: [LiveNotification]) {
        count += new.count { sees($0.notification) && $0.notification.id > standing.head }
    }

    /// Tells of new notifications.
    mutating func tell(of new: [LiveNotification]) {
        untold += events(new)
    }

    private func events(_ new: [LiveNotification]) -> [LiveEvent] {
        new.compactMap { new in
            sees(new.notification) && !standing.unpushed.contains(new.notification.type) ? .created(new) : nil
        }
    }

    mutating func tell(_ events: [LiveEvent]) {
        untold += events
    }

    /// Says what is to be told to all inboxes.
    mutating func deliver() {
        guard !untold.isEmpty else { return }
        for receiver in receivers { receiver.subscription.take(untold.after(receiver.through)) }
        untold = []
    }

    /// Takes over how things stand now, and tells what is new in it.
    /// - Parameter through: notifications up to here have been told of. Of what was done with newer ones is told once more,
    ///   behind them.
    mutating func refresh(
        _ new: LiveStanding, through: Identifier<Notification>, at now: ContinuousClock.Instant
    ) {
        tell(new.events(since: standing))
        isStale = new.isAhead(of: through)
        standing = isStale ? new.with(marksOf: standing) : new
        count = new.unread
        refreshedAt = now
        hasChanged = false
    }

    /// They could not be looked at, and will be again.
    mutating func postpone(at now: ContinuousClock.Instant) {
        refreshedAt = now
    }

    /// When they are due to be looked at again; nil: they need not.
    func refreshIsDue(every interval: Duration, now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        isStale ? refreshedAt.map { $0 + interval } ?? now : nil
    }

    /// When the count is due to be told; nil: it was.
    func countIsDue(every interval: Duration, now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        count == sentCount ? nil : sentCountAt.map { $0 + interval } ?? now
    }

    /// Tells the count, if it is due.
    mutating func tellCount(
        through head: Identifier<Notification>, at now: ContinuousClock.Instant, every interval: Duration
    ) {
        guard let due = countIsDue(every: interval, now: now), due <= now else { return }
        sentCount = count
        sentCountAt = now
        tell([.count(count, head: head)])
    }

    func end(_ reason: LiveEnd) {
        for receiver in receivers { receiver.subscription.end(reason) }
    }
}

extension [LiveEvent] {
    /// Without the new notifications up to an id, of which there are hardly ever any.
    fileprivate func after(_ through: Identifier<Notification>) -> [LiveEvent] {
        allSatisfy { $0.isAfter(through) } ? self : filter { $0.isAfter(through) }
    }
}

extension LiveEvent {
    fileprivate func isAfter(_ through: Identifier<Notification>) -> Bool {
        if case .created(let new) = self { new.notification.id > through } else { true }
    }
}
