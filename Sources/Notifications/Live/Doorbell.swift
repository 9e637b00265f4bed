public import Postgres
import Synchronization

/// Tells every process with open inboxes that something has changed, so that they look: PostgreSQL's `NOTIFY`.
///
/// Rung after each change, once it is durable. It says where to look and nothing else, and is sent apart from the changes,
/// at most once in 10 ms: PostgreSQL takes a lock on the whole database for it, so that one for each change would make all
/// writers wait for one another. What is not heard is found by a poll soon after (`LiveFeed`).
///
/// Whoever changes the tables in plain SQL may ring as well: `select pg_notify('notify_live', '7')` for account 7.
/// <https://www.postgresql.org/docs/15/sql-notify.html>
public final class Doorbell: Sendable {
    static let channel = "notify_live"
    static let pause: Duration = .milliseconds(10)

    /// By which a process knows its own.
    let sender = String(UInt32.random(in: .min ... .max), radix: 16)
    private let pool: Pool
    private let state = Mutex(State())

    private struct State {
        var rings: Set<Ring> = []
        var isSending = false
        var listeners: [@Sendable (Ring) -> Void] = []
    }

    /// Where to look.
    struct Ring: Hashable, Sendable {
        let account: Identifier<Account>
        /// At this reader and at reader 0, besides the feed.
        var reader: Identifier<User>?
    }

    public init(_ pool: Pool) {
        self.pool = pool
    }

    /// Within this process at once, in others soon after. Does not wait.
    func ring(_ account: Identifier<Account>, reader: Identifier<User>? = nil) {
        let ring = Ring(account: account, reader: reader)
        let (listeners, begins) = state.withLock { state in
            state.rings.insert(ring)
            defer { state.isSending = true }
            return (state.listeners, !state.isSending)
        }
        for listener in listeners { listener(ring) }
        if begins { Task.detached { await self.send() } }
    }

    /// Calls `body` for each ring in this process; it must not block.
    func onRing(_ body: @escaping @Sendable (Ring) -> Void) {
        state.withLock { $0.listeners.append(body) }
    }

    private func send() async {
        while let rings = next() {
            // One that is lost is made up for by the listeners' poll.
            _ = try? await pool.write(
                """
                select pg_notify(\(Self.channel), p.payload)
                from unnest(\(DoorbellMessage.payloads(rings, from: sender))::text[]) p (payload)
                """, isIdempotent: true)
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func next() -> Set<Ring>? {
        state.withLock { state in
            guard !state.rings.isEmpty else {
                state.isSending = false
                return nil
            }
            defer { state.rings = [] }
            return state.rings
        }
    }
}
