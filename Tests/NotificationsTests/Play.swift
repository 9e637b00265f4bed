import FoundationEssentials
import Notifications
import Postgres
import Synchronization
import Testing

/// One account, played by chance on the inbox and on the model at once.
struct Play {
    static let hasDisagreed = Mutex(false)

    let world: World
    let account: Identifier<Account>
    var model = InboxModel()
    var random: SplitMix64

    init(_ world: World, seed: UInt64) async throws {
        self.world = world
        account = world.newAccount()
        random = SplitMix64(state: seed)
        _ = try await join()
        _ = try await join()
    }

    /// Does something, and says what.
    mutating func step() async throws -> String {
        let user = model.members.randomElement(using: &random) ?? 1
        let viewer = viewer(user)
        switch Int.random(in: 0..<120, using: &random) {
        case 0..<30: return try await announce()
        case 30..<33: return try await model.members.count < 5 ? join() : announce()
        case 100..<106: return try await changeRole(of: user)
        case 106..<120: return try await choose(viewer)
        case 33..<36: return try await switchScope()
        case 36..<46: return try await readAll(viewer)
        case 46..<50: return try await readAllAbout(viewer)
        case 50..<68: return try await change("read", viewer) { try await $0.markRead($1, for: viewer) }
        case 68..<84: return try await change("unread", viewer) { try await $0.markUnread($1, for: viewer) }
        case 84..<94: return try await change("dismiss", viewer) { try await $0.dismiss($1, for: viewer) }
        default:
            guard viewer.role.administersAccount else { return try await announce() }
            return try await change("retract", viewer) { try await $0.retract($1, for: viewer) }
        }
    }

    func viewer(_ user: Identifier<User>) -> Viewer {
        Viewer(account: account, user: user, role: model.roles[user] ?? .viewer)
    }

    private mutating func join() async throws -> String {
        let user = Identifier<User>(Int64(model.members.count + 1))
        let role = Role.allCases.randomElement(using: &random) ?? .viewer
        let (_, moment) = try await timed {
            try await world.directory.put(user: user, in: account, UserDetails(role: role))
        }
        model.join(user, as: role, at: moment)
        return "\(user) joins as \(role)"
    }

    private mutating func switchScope() async throws -> String {
        let scope = ReadScope.allCases.randomElement(using: &random) ?? .member
        let (_, moment) = try await timed { try await world.directory.put(account: account, readScope: scope) }
        model.switchScope(to: scope, at: moment)
        return "read_scope \(scope)"
    }

    private mutating func readAll(_ viewer: Viewer) async throws -> String {
        let through: Int64? =
            Bool.random(using: &random) ? nil : Int64.random(in: 0...(model.head + 2), using: &random)
        let expected = model.unread(by: viewer.user).filter { $0.id.rawValue <= through ?? .max }.count
        let (count, moment) = try await timed {
            try await world.inbox.markAllRead(through: through.map { Identifier($0) }, for: viewer)
        }
        expect(count == expected, "read-all of \(viewer.user) through \(through ?? -1): \(count), not \(expected)")
        model.readAll(by: viewer.user, through: through ?? .max, at: moment)
        return "read-all by \(viewer.user) through \(through ?? -1)"
    }

    private mutating func readAllAbout(_ viewer: Viewer) async throws -> String {
        let object = String(Int.random(in: 1...3, using: &random))
        let expected = model.unread(by: viewer.user).filter { $0.object == object }
        let (count, moment) = try await timed {
            try await world.inbox.markAllRead(
                about: ObjectLink(contentType: "content", objectID: object), for: viewer)
        }
        expect(count == expected.count, "read-all about \(object): \(count), not \(expected.count)")
        for item in expected { model.read(item, by: viewer.user, at: moment) }
        return "read-all by \(viewer.user) about \(object)"
    }

    private mutating func change<Answer>(
        _ name: String, _ viewer: Viewer,
        _ call: (Inbox, Identifier<Notification>) async throws -> Answer
    ) async throws -> String {
        guard let item = model.items.randomElement(using: &random) else { return "nothing to \(name)" }
        let what = "\(name) \(item.id) by \(viewer.user)"
        guard model.visible(to: viewer.user).contains(where: { $0.id == item.id }) else {
            do {
                _ = try await call(world.inbox, item.id)
                expect(false, "\(what) was allowed")
            } catch let error as NotificationError {
                expect(error.code == .notFound, "\(what): \(error)")
            }
            return what + ", who cannot see it"
        }
        let (_, moment) = try await timed { try await call(world.inbox, item.id) }
        switch name {
        case "read": model.read(item, by: viewer.user, at: moment)
        case "unread": model.unread(item, by: viewer.user)
        case "dismiss": model.dismiss(item, by: viewer.user)
        default: model.retract(item)
        }
        return what
    }

    func timed<Value>(_ body: () async throws -> Value) async throws -> (Value, InboxModel.Moment) {
        let start = Date()
        let value = try await body()
        return (value, start...max(start, Date()))
    }

    func expect(_ condition: Bool, _ what: @autoclosure () -> String) {
        if !condition { Self.hasDisagreed.withLock { $0 = true } }
        #expect(condition, "\(what())")
    }
}

/// Sebastiano Vigna's SplitMix64, so that a seed plays the same every time.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
