import CLibPQ
import Glibc
import Logging

extension Session {
    /// Why no connection came about.
    struct OpenFailure: Error {
        let error: PostgresError
        /// The server, or libpq, refused for a reason that waiting will not mend: the password, the database's name, …
        let isPermanent: Bool
    }

    /// Connects, blocking at most the connect timeout for each host, and sets the session up.
    ///
    /// `shouldStop` is asked whenever `wakeUp` is signalled.
    /// - Parameters:
    ///   - statementTimeout: nil for none.
    ///   - lockTimeout: nil for none.
    static func open(
        _ configuration: Configuration, statementTimeout: Duration?, lockTimeout: Duration? = nil, logger: Logger,
        wakeUp: WakeUp? = nil,
        shouldStop: () -> Bool = { false }
    ) throws(OpenFailure) -> Session {
        let target = try Target(configuration)
        let deadline = ContinuousClock.now + target.timeout
        guard let connection = target.start() else {
            throw OpenFailure(error: PostgresError(.unreachable, "out of memory"), isPermanent: false)
        }
        let settings = SessionSettings(
            statementTimeout: statementTimeout, lockTimeout: lockTimeout,
            preparesStatements: configuration.preparesStatements)
        let session = Session(connection: connection, settings: settings, logger: logger)
        session.isPooled = !configuration.preparesStatements
        // Verbose messages hold the SQLSTATE, which libpq does not tell otherwise while connecting.
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED, !session.isBroken else { throw session.openFailure() }
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard session.waitToOpen(for: events, until: deadline, wakeUp, shouldStop) else {
                throw OpenFailure(
                    error: PostgresError(.unreachable, "no connection within \(target.timeout)"), isPermanent: false)
            }
            state = PQconnectPoll(connection)
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
        guard PQserverVersion(connection) >= 150_000 else {
            throw OpenFailure(error: session.tooOld, isPermanent: true)
        }
        do throws(PostgresError) {
            if configuration.preparesStatements {
                session.isPooled = try session.applySettings(until: deadline)
            }
        } catch {
            throw OpenFailure(error: PostgresError(.unreachable, error.message), isPermanent: false)
        }
        return session
    }

    /// Returns whether a pooler stands between: it tells a number of its own where the server tells its process.
    private func applySettings(until deadline: ContinuousClock.Instant) throws(PostgresError) -> Bool {
        let rows = try query(settings.forSession(of: PQbackendPID(connection)), until: deadline)
        return try rows.first?[columns: 0..<1].decode(Bool.self) ?? true
    }

    private var tooOld: PostgresError {
        let version = PQserverVersion(connection)
        return PostgresError(
            .unreachable, "PostgreSQL 15 or later is required, the server is \(version / 10000).\(version % 10000)")
    }

    private func waitToOpen(
        for events: Int32, until deadline: ContinuousClock.Instant, _ wakeUp: WakeUp?, _ shouldStop: () -> Bool
    ) -> Bool {
        while !shouldStop() {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            var descriptors = [
                pollfd(fd: socket, events: Int16(events), revents: 0),
                pollfd(fd: wakeUp?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, left.pollTimeout) > 0 else { continue }
            if descriptors[1].revents != 0 { wakeUp?.drain() }
            if descriptors[0].revents != 0 { return true }
        }
        return false
    }

    private func openFailure() -> OpenFailure {
        let (message, state) = SQLState.extracted(from: firstLine(PQerrorMessage(connection)))
        let permanent: Set = ["28000", "28P01", "3D000", "42501"]
        return OpenFailure(
            error: PostgresError(.unreachable, Target.safe(message)),
            isPermanent: permanent.contains(state?.rawValue ?? "") || PQconnectionNeedsPassword(connection) == 1)
    }
}

extension SQLState {
    /// Takes the state out of a verbose message, `… FATAL:  28P01: password …`.
    static func extracted(from message: String) -> (message: String, state: SQLState?) {
        let bytes = Array(message.utf8)
        let isCode = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) }
        var start = 3
        while start + 7 <= bytes.count {
            let isPreceded = bytes[(start - 3)..<start].elementsEqual(":  ".utf8)
            let code = bytes[start..<(start + 5)]
            if isPreceded, code.allSatisfy(isCode), bytes[(start + 5)..<(start + 7)].elementsEqual(": ".utf8) {
                let rest = bytes[..<start] + bytes[(start + 7)...]
                let state = SQLState(rawValue: String(decoding: code, as: UTF8.self))
                return (String(decoding: rest, as: UTF8.self), state)
            }
            start += 1
        }
        return (message, nil)
    }
}
