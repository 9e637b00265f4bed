import Logging
import Synchronization

/// Connections to one database that all callers share.
///
/// Connections open on first use, so a command or a module can just ask; a service also runs `run()`, which opens them
/// ahead and closes them at the end. Without it, call `close()`, or let go of the pool.
public final class Pool: Sendable {
    private let dispatcher: Dispatcher
    private let leases: Leases
    private let queueTimeout: Duration

    public init(_ configuration: Configuration, logger: Logger) {
        dispatcher = Dispatcher(
            configuration, connections: configuration.connections, lockTimeout: configuration.lockTimeout,
            logger: logger)
        leases = Leases(configuration, logger: logger)
        queueTimeout = configuration.queueTimeout
    }

    /// Whoever waits for an answer holds the pool until then.
    deinit {
        dispatcher.beginClosing()
        leases.beginClosing()
    }

    /// Keeps the connections open until the task is cancelled, then closes.
    public func run() async {
        dispatcher.openAll()
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        await close()
    }

    /// Accepts nothing new, lets what is under way finish within the close timeout, and closes the connections. What is
    /// not through by then fails: reads with `.closed`, writes with `.outcomeUnknown`.
    public func close() async {
        async let shared: Void = dispatcher.close()
        async let exclusive: Void = leases.close()
        _ = await (shared, exclusive)
    }

    /// Runs a statement that only reads: it is sent once more when its connection is lost.
    public func read(_ statement: SQL) async throws(PostgresError) -> Rows {
        try await read([statement]).only
    }

    /// Runs statements that only read, in one implicit transaction and one round trip.
    public func read(_ statements: [SQL]) async throws(PostgresError) -> [Rows] {
        try await perform(statements, .repeatable, alone: false)
    }

    /// Runs a statement in a transaction of its own. After `.outcomeUnknown` it may or may not have happened; one that is
    /// idempotent is sent once more instead.
    public func write(_ statement: SQL, isIdempotent: Bool = false) async throws(PostgresError) -> Rows {
        try await write([statement], isIdempotent: isIdempotent).only
    }

    /// Runs the statements in one implicit transaction and one round trip: all or nothing. Each sees what those before
    /// it did, and has a snapshot of its own. Deadlocks and serialisation failures are tried again, up to three times.
    /// - Parameter alone: on a connection of its own from the start: for what takes long, since a shared connection
    ///   answers in order.
    public func write(
        _ statements: [SQL], isIdempotent: Bool = false, alone: Bool = false
    ) async throws(PostgresError) -> [Rows] {
        try await perform(statements, isIdempotent ? .idempotent : .once, alone: alone)
    }

    private func perform(
        _ statements: [SQL], _ policy: Unit.Policy, alone: Bool
    ) async throws(PostgresError) -> [Rows] {
        defer { withExtendedLifetime(self) {} }
        if !alone {
            do throws(PostgresError) {
                return try await dispatcher.perform(statements, policy).rows
            } catch {
                // Rolled back whole. Whoever holds the lock must not hold up the callers behind this one too.
                guard error.state == .lockNotAvailable else { throw error }
            }
        }
        let line = try await leases.acquire()
        defer { leases.release(line) }
        return try await line.perform(statements, policy).rows
    }

    /// Runs the body between `begin` and `commit` on a connection of its own; rolls back when the body throws.
    ///
    /// At most `exclusiveConnections` run at once, others wait up to the queue timeout (`.overloaded`). A lost connection
    /// ends the transaction (`.unreachable`); lost during the commit, the outcome is unknown. Nothing is tried again.
    public func transaction<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        defer { withExtendedLifetime(self) {} }
        let line = try await leases.acquire()
        defer { leases.release(line) }
        let begin = try await line.perform(["begin"], .repeatable)
        let transaction = Transaction(line, session: begin.session)
        do {
            let value = try await body(transaction)
            try await transaction.commit()
            return value
        } catch {
            await transaction.rollBack()
            throw error
        }
    }
}

extension [Rows] {
    /// One statement gives one result.
    fileprivate var only: Rows {
        get throws(PostgresError) {
            guard let first else { throw PostgresError(.decoding, "the statement gave no result") }
            return first
        }
    }
}
