import FoundationEssentials
import Notifications

/// What DESIGN says of read state, done the slow way: every answer is found by looking at every notification.
struct InboxModel {
    struct Item {
        let id: Identifier<Notification>
        let audience: Audience
        let type: String
        let object: String?
    }

    /// When a change happened, as seen from outside: between these two.
    typealias Moment = ClosedRange<Date>

    struct Mark {
        var readAt: Moment?
        var isUnread = false
        var isDismissed = false
    }

    struct Reader {
        /// In the order in which they were made.
        var throughs: [(id: Int64, at: Moment)] = []
        var marks: [Identifier<Notification>: Mark] = [:]
        var mark: Int64 { throughs.map(\.id).max() ?? 0 }

        mutating func advance(to id: Int64, at moment: Moment) {
            if id > mark { throughs.append((id, moment)) }
            for key in marks.keys where key.rawValue <= id { marks[key]?.isUnread = false }
        }
    }

    static let everybody: Identifier<User> = 0

    var scope = ReadScope.member
    var head: Int64 = 0
    var items: [Item] = []
    var readers: [Identifier<User>: Reader] = [everybody: Reader()]
    var roles: [Identifier<User>: Role] = [:]
    var preferences: [Choice: Bool] = [:]

    var members: [Identifier<User>] { readers.keys.filter { $0 != Self.everybody }.sorted() }

    mutating func join(_ user: Identifier<User>, as role: Role, at moment: Moment) {
        roles[user] = role
        var reader = Reader()
        if !members.isEmpty, head > 0 { reader.throughs = [(head, moment)] }
        readers[user] = reader
    }

    mutating func announce(_ item: Item) {
        items.append(item)
        head = max(head, item.id.rawValue)
    }

    private func reader(of item: Item, for user: Identifier<User>) -> Identifier<User> {
        item.audience == .account && scope == .account ? Self.everybody : user
    }

    func visible(to user: Identifier<User>) -> [Item] {
        items.filter { item in
            isAddressed(item.audience, to: user) && isOn(.enabled, item.type, for: user)
                && readers[reader(of: item, for: user)]?.marks[item.id]?.isDismissed != true
        }
    }

    func readAt(_ item: Item, for user: Identifier<User>) -> Moment? {
        guard let reader = readers[reader(of: item, for: user)] else { return nil }
        let mark = reader.marks[item.id]
        if mark?.isUnread == true { return nil }
        let covered = reader.throughs.filter { $0.id >= item.id.rawValue }.min { $0.id < $1.id }?.at
        return [mark?.readAt, covered].compactMap { $0 }.min { $0.lowerBound < $1.lowerBound }
    }

    func unread(by user: Identifier<User>) -> [Item] {
        visible(to: user).filter { readAt($0, for: user) == nil }
    }

    mutating func read(_ item: Item, by user: Identifier<User>, at moment: Moment) {
        guard readAt(item, for: user) == nil else { return }
        let key = reader(of: item, for: user)
        let isCovered = item.id.rawValue <= readers[key]?.mark ?? 0
        readers[key]?.marks[item.id, default: Mark()].isUnread = false
        if !isCovered { readers[key]?.marks[item.id]?.readAt = moment }
    }

    mutating func unread(_ item: Item, by user: Identifier<User>) {
        guard readAt(item, for: user) != nil else { return }
        let key = reader(of: item, for: user)
        let isCovered = item.id.rawValue <= readers[key]?.mark ?? 0
        readers[key]?.marks[item.id, default: Mark()].readAt = nil
        readers[key]?.marks[item.id]?.isUnread = isCovered
    }

    mutating func readAll(by user: Identifier<User>, through: Int64, at moment: Moment) {
        let through = min(through, head)
        readers[user]?.advance(to: through, at: moment)
        if scope == .account { readers[Self.everybody]?.advance(to: through, at: moment) }
    }

    mutating func dismiss(_ item: Item, by user: Identifier<User>) {
        if item.audience.user != nil { return retract(item) }
        readers[reader(of: item, for: user)]?.marks[item.id, default: Mark()].isDismissed = true
    }

    mutating func retract(_ item: Item) {
        items.removeAll { $0.id == item.id }
    }

    mutating func switchScope(to new: ReadScope, at moment: Moment) {
        guard new != scope else { return }
        scope = new
        if new == .account {
            let furthest = members.compactMap { readers[$0]?.mark }.max() ?? 0
            readers[Self.everybody]?.advance(to: furthest, at: moment)
        } else {
            let reached = readers[Self.everybody]?.mark ?? 0
            for member in members { readers[member]?.advance(to: reached, at: moment) }
        }
    }
}
