import Logging
import Postgres
import Synchronization

@testable import Notifications

/// An inbox as a client keeps it that never asks again but when it is told to: what the live feed has told it.
final class LiveMirror: Sendable {
    struct State {
        var items: [Identifier<Notification>: (notification: Notification, isRead: Bool)] = [:]
        /// In the order in which they were told.
        var created: [Identifier<Notification>] = []
        var count: Int?
        var head: Identifier<Notification> = 0
        var resets = 0
        var end: LiveEnd?
    }

    let viewer: Viewer
    private let inbox: Inbox
    private let state = Mutex(State())
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ feed: LiveFeed, _ viewer: Viewer, after last: Identifier<Notification>? = nil) {
        self.viewer = viewer
        inbox = feed.inbox
        let events = feed.events(for: viewer, after: last)
        let task = Task { [weak self] in
            do {
                for try await event in events { try await self?.take(event) }
            } catch let end as LiveEnd {
                self?.state.withLock { $0.end = end }
            } catch {}
        }
        self.task.withLock { $0 = task }
    }

    deinit { close() }

    func close() { task.withLock(\.self)?.cancel() }

    var now: State { state.withLock(\.self) }

    /// As a client does that reads its list anew.
    func refetch() async throws {
        var found: [Notification] = []
        var position = Position.before(nil)
        while true {
            let page = try await inbox.list(position: position, size: 100, for: viewer)
            found += page.notifications
            guard page.hasOlder, let last = page.notifications.last else { break }
            position = .before(last.id)
        }
        let items = Dictionary(found.map { ($0.id, ($0, $0.isRead)) }, uniquingKeysWith: { $1 })
        state.withLock { $0.items = items }
    }

    private func take(_ event: LiveEvent) async throws {
        if case .reset = event { try await refetch() }
        state.withLock { state in
            switch event {
            case .created(let new):
                state.items[new.notification.id] = (new.notification, new.notification.isRead)
                state.created.append(new.notification.id)
            case .read(let ids): for id in ids { state.items[id]?.isRead = true }
            case .unread(let ids): for id in ids { state.items[id]?.isRead = false }
            case .readThrough(let last, let part):
                for id in state.items.keys where id <= last {
                    let isWide = state.items[id]?.notification.audience == .account
                    if part == .everything || (part == .account) == isWide { state.items[id]?.isRead = true }
                }
            case .deleted(let ids): for id in ids { state.items[id] = nil }
            case .count(let count, let head): (state.count, state.head) = (count, head)
            case .reset: state.resets += 1
            }
        }
    }
}

/// A live feed as one process has it, on the world's database.
struct LiveProcess: Sendable {
    let feed: LiveFeed
    private let running: Task<Void, Never>

    /// - Parameters:
    ///   - url: where it listens; nil: at the world's own.
    ///   - listens: else it finds everything by polling.
    init(
        _ world: World, at url: String? = nil, listens: Bool = true,
        _ change: (inout LiveFeed.Options) -> Void = { _ in }
    ) {
        var options = LiveFeed.Options()
        options.countInterval = .milliseconds(10)
        change(&options)
        var configuration = Configuration(url: url ?? world.url)
        configuration.applicationName = "live"
        let feed = LiveFeed(
            world.pool, listening: listens ? configuration : nil, options: options,
            logger: World.logger)
        self.feed = feed
        running = Task { await feed.run() }
    }

    func stop() async {
        running.cancel()
        await running.value
    }
}

/// Waits until it is so.
func eventually(_ what: String, _ isSo: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw NotSo(what: what) }
        try await Task.sleep(for: .milliseconds(2))
    }
}

struct NotSo: Error, CustomStringConvertible {
    let what: String
    var description: String { "not within a minute: \(what)" }
}
