import Testing

@testable import Notifications

/// What a client knows that is told everything by the live feed is what the model says, after each of hundreds of random
/// operations done elsewhere.
@Suite struct LiveModelTests {
    @Test(
        arguments: [(1, true), (2, true), (3, true), (4, false), (5, true), (6, true), (7, true), (8, false)]
            as [(UInt64, Bool)])
    func `open inboxes follow random operations of another process`(seed: UInt64, listens: Bool) async throws {
        let world = try await World.shared.value
        let process = LiveProcess(world, listens: listens) {
            if !listens { $0.pollInterval = .milliseconds(20) }
        }
        var play = try await Play(world, seed: seed)
        var mirrors: [Identifier<User>: LiveMirror] = [:]
        for step in 1...120 {
            let operation = try await play.step()
            for user in play.model.members where mirrors[user]?.viewer != play.viewer(user) {
                mirrors[user]?.close()
                let mirror = LiveMirror(process.feed, play.viewer(user))
                try await eventually("the inbox is open") { mirror.now.count != nil }
                try await mirror.refetch()
                mirrors[user] = mirror
            }
            // What is pushed from now on tells nothing of what was announced before.
            if operation.contains("chooses") { for mirror in mirrors.values { try await mirror.refetch() } }
            for (user, mirror) in mirrors {
                let expected = Expected(play.model, user)
                do {
                    try await eventually("seed \(seed), step \(step): \(operation)") { expected.agrees(mirror.now) }
                } catch {
                    let now = mirror.now
                    Issue.record(
                        "\(error): \(user) has \(now.count ?? -1) unread of \(now.items.mapValues(\.isRead)), not \(expected)"
                    )
                    return
                }
                let created = mirror.now.created
                #expect(created == created.sorted() && Set(created).count == created.count)
            }
        }
        await process.stop()
        try await eventually("all inboxes are closed") { mirrors.values.allSatisfy { $0.now.end == .closed } }
    }
}

private struct Expected {
    let unread: Int
    /// Of all that they see.
    let isRead: [Identifier<Notification>: Bool]
    /// Those that they are told of.
    let pushed: Set<Identifier<Notification>>

    init(_ model: InboxModel, _ user: Identifier<User>) {
        let visible = model.visible(to: user)
        unread = model.unread(by: user).count
        isRead = Dictionary(
            visible.map { ($0.id, model.readAt($0, for: user) != nil) }, uniquingKeysWith: { $1 })
        pushed = Set(visible.filter { model.isOn(.push, $0.type, for: user) }.map(\.id))
    }

    func agrees(_ state: LiveMirror.State) -> Bool {
        state.count == unread && pushed.isSubset(of: state.items.keys)
            && state.items.allSatisfy { isRead[$0.key] == $0.value.isRead }
    }
}
