public import Logging
public import Postgres
import Synchronization

/// Tells open inboxes of what happens, in whatever process it was done: each new notification exactly once and in order,
/// what was read, dismissed or retracted, and how many are unread.
///
/// Everything told is read from the tables: new notifications by their ids, the rest by revisions. The doorbell only says
/// when to look, and what it does not say is found by a poll.
///
/// For a transport of one's own there is `events(for:after:)`.
public final class LiveFeed: Sendable {
    let pool: Pool
    let inbox: Inbox
    let logger: Logger
    let options: Options
    /// For the writers of this process, who are heard at once when they ring it.
    public let doorbell: Doorbell
    private let listening: Configuration?
    let state = Mutex(State())

    struct Options: Sendable {
        /// How soon what the doorbell did not tell is found.
        var pollInterval: Duration = .seconds(1)
        /// How often an inbox is counted anew, and told its count, at most.
        var countInterval: Duration = .milliseconds(250)
        /// Who has missed more is not told of each.
        var maximumReplay = 10_000

        init() {}
    }

    struct State {
        var accounts: [Identifier<Account>: LiveAccount] = [:]
        /// How many inboxes of each are open or about to be.
        var subscriptions: [Identifier<Account>: Int] = [:]
        /// Those in which something is to be looked at, first come, first served.
        var line: [LiveAccount] = []
        var workers = 0
        var isClosed = false
    }

    /// - Parameter listening: where to hear other processes' doorbells, on a connection of its own: not through a pooler by the
    ///   transaction. nil: nowhere, so that what they do is found by the poll.
    public convenience init(
        _ pool: Pool, catalogue: Catalogue = .standard, listening: Configuration?, logger: Logger
    ) {
        self.init(pool, catalogue: catalogue, listening: listening, options: Options(), logger: logger)
    }

    init(
        _ pool: Pool, catalogue: Catalogue = .standard, listening: Configuration?, options: Options, logger: Logger
    ) {
        self.pool = pool
        self.logger = logger
        self.options = options
        self.listening = listening
        doorbell = Doorbell(pool)
        inbox = Inbox(pool, catalogue: catalogue, doorbell: doorbell)
        doorbell.onRing { [weak self] in self?.hear($0) }
    }

    /// Hears other processes and polls, until the task is cancelled; then closes all inboxes. To be called once.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            if listening != nil { group.addTask { await self.listen() } }
            group.addTask { await self.poll() }
        }
        close()
    }

    private func listen() async {
        guard let listening else { return }
        for await event in Listener(listening, logger: logger).events([Doorbell.channel]) {
            if Task.isCancelled { return }
            switch event {
            case .connected: await lookEverywhere()
            case .notification(_, let payload):
                let (sender, rings) = DoorbellMessage.read(payload)
                // Its own have been heard already.
                if sender.map({ $0 != doorbell.sender }) ?? true { rings.forEach(hear) }
            }
        }
    }

    private func poll() async {
        while (try? await Task.sleep(for: options.pollInterval)) != nil { await lookEverywhere() }
    }

    private func close() {
        let accounts = state.withLock { state in
            state.isClosed = true
            defer { (state.accounts, state.subscriptions) = ([:], [:]) }
            return state.accounts.values
        }
        for account in accounts { account.endAll(.closed) }
    }
}

extension LiveAccount {
    func endAll(_ reason: LiveEnd) {
        let members = state.withLock { state in
            let members = state.members
            for member in members { state.remove(member.viewer) }
            state.position = nil
            return members
        }
        for member in members { member.end(reason) }
    }
}
