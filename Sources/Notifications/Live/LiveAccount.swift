import Synchronization

/// An account in which inboxes are open: who has them, and up to where they have been told.
final class LiveAccount: Sendable {
    let id: Identifier<Account>
    let state: Mutex<State>

    init(_ id: Identifier<Account>) {
        self.id = id
        state = Mutex(State())
    }

    struct State {
        var work = Work()
        /// nil until the first inbox is open.
        var position: LivePosition?
        private(set) var members: [LiveMember] = []
        private var places: [LiveViewer: Int] = [:]
    }

    /// What is to be looked at, and whether somebody is at it.
    struct Work {
        var readers: Set<Int64> = []
        var isForAll = false
        var standing = Standing.idle
        var hasTimer = false

        enum Standing {
            case idle, inLine, atWork, atWorkAndRungAgain
        }

        /// - Returns: whether the account is to be put in line.
        mutating func ring() -> Bool {
            switch standing {
            case .idle:
                standing = .inLine
                return true
            case .atWork: standing = .atWorkAndRungAgain
            case .inLine, .atWorkAndRungAgain: break
            }
            return false
        }

        /// - Returns: which readers to compare; nil: all.
        mutating func begin() -> Set<Int64>? {
            defer { (readers, isForAll, standing) = ([], false, .atWork) }
            return isForAll ? nil : readers
        }

        /// - Returns: whether the account is to be put in line again.
        mutating func end() -> Bool {
            let goesOn = standing == .atWorkAndRungAgain
            standing = goesOn ? .inLine : .idle
            return goesOn
        }
    }
}

/// A viewer by who they are and what their token says: what holds for one inbox of theirs holds for all.
struct LiveViewer: Hashable {
    let viewer: Viewer
    let claims: UserClaims?

    init(_ viewer: Viewer) {
        self.viewer = viewer
        claims = viewer.claims
    }
}

/// Up to where the inboxes of an account have been told.
struct LivePosition {
    /// Of new notifications.
    private(set) var through: Identifier<Notification>
    /// As it was when last looked at.
    var feedRevision: Int64
    /// The feed's revision with the last change that was told of.
    var lastChange: Int64 = 0
    /// The newest, of which all above `floor` are there: for who has just caught up.
    private(set) var recent: [LiveNotification] = []
    private(set) var floor: Identifier<Notification>

    static let remembered = 256
    /// In all their texts.
    static let rememberedBytes = 1 << 20
    private var recentBytes = 0

    init(_ standing: LiveStanding) {
        through = standing.head
        floor = standing.head
        feedRevision = standing.feedRevision
    }

    /// Of changes, by the feed's revision.
    var changedThrough: Int64 { max(feedRevision, lastChange) }

    mutating func advance(_ new: [LiveNotification], through head: Identifier<Notification>) {
        through = max(head, through)
        recent += new
        recentBytes += new.reduce(0) { $0 + $1.bytes }
        var (surplus, bytes) = (0, recentBytes)
        while recent.count - surplus > Self.remembered || bytes > Self.rememberedBytes {
            bytes -= recent[surplus].bytes
            surplus += 1
        }
        guard surplus > 0 else { return }
        recentBytes = bytes
        floor = recent[surplus - 1].notification.id
        recent.removeFirst(surplus)
    }
}

extension LiveAccount.State {
    /// The member that has this viewer's inboxes.
    func place(of viewer: Viewer) -> Int? { places[LiveViewer(viewer)] }

    /// What the body tells each of them is delivered at once.
    mutating func withMembers(_ body: (inout LiveMember) -> Void) {
        for place in members.indices {
            body(&members[place])
            members[place].deliver()
        }
    }

    mutating func withMember(of viewer: Viewer, _ body: (inout LiveMember) -> Void) {
        guard let place = place(of: viewer) else { return }
        body(&members[place])
        members[place].deliver()
    }

    mutating func insert(_ member: LiveMember) {
        places[LiveViewer(member.viewer)] = members.count
        members.append(member)
    }

    /// - Returns: who they were.
    @discardableResult
    mutating func remove(_ viewer: Viewer) -> LiveMember? {
        guard let place = places.removeValue(forKey: LiveViewer(viewer)) else { return nil }
        members.swapAt(place, members.count - 1)
        let removed = members.removeLast()
        if place < members.count { places[LiveViewer(members[place].viewer)] = place }
        return removed
    }
}
