import CLibPQ
import Glibc

/// A session in pipeline mode: units go in, their outcomes come out in the same order.
/// <https://www.postgresql.org/docs/15/libpq-pipeline-mode.html>
///
/// Belongs to its connection's thread. Never blocks.
final class Pipeline {
    let session: Session
    let number: Int
    private let preparesStatements: Bool
    private(set) var flights = Queue<Flight>()
    private var prepared = PreparedStatements()
    private var arguments = Arguments()
    /// Why the statements of the next unit could not be prepared.
    private var preparationError: PostgresError?
    /// The server's last words; everything from the first flight on is ended by them.
    private(set) var fatal: PostgresError?
    private(set) var isBroken = false
    /// libpq would give the same result for ever.
    private var isCopying = false

    init(_ session: Session, number: Int, preparesStatements: Bool) throws(PostgresError) {
        self.session = session
        self.number = number
        self.preparesStatements = preparesStatements
        guard PQsetnonblocking(session.connection, 1) == 0, PQenterPipelineMode(session.connection) == 1 else {
            throw session.failure
        }
    }

    // MARK: Sending

    func send(_ unit: Unit) {
        let names = unit.isUnnamed || !preparesStatements ? [:] : prepare(unit.statements)
        flights.append(Flight(.unit(unit), statements: unit.statements.count))
        for statement in unit.statements {
            let name = statement.isPrepared && !names.isEmpty ? names[PreparedStatements.Key(statement)] : nil
            send(statement, name: name)
        }
        sync()
    }

    /// Gives what is buffered to the socket; true when some has to wait until it takes more.
    func flush() -> Bool {
        let status = PQflush(session.connection)
        if status < 0 { isBroken = true }
        return status > 0
    }

    private func prepare(_ statements: [SQL]) -> [PreparedStatements.Key: String] {
        var names: [PreparedStatements.Key: String] = [:]
        var new: [PreparedStatements.Key] = []
        for statement in statements where statement.isPrepared {
            let key = PreparedStatements.Key(statement)
            if let name = prepared.name(of: key) {
                names[key] = name
            } else if let name = prepared.add(key) {
                names[key] = name
                new.append(key)
                var types = key.types.map(\.rawValue)
                check(PQsendPrepare(session.connection, name, key.text, Int32(clamping: types.count), &types))
            }
        }
        if !new.isEmpty {
            // A sync of its own: a statement that cannot be prepared then fails nothing else.
            flights.append(Flight(.preparation(new), statements: new.count))
            sync()
        }
        return names
    }

    private func send(_ statement: SQL, name: String?) {
        let connection = session.connection
        let status = arguments.with(statement.binds) { arguments in
            if let name {
                PQsendQueryPrepared(
                    connection, name, arguments.count, arguments.values, arguments.lengths, arguments.formats, 1)
            } else {
                PQsendQueryParams(
                    connection, statement.text, arguments.count, arguments.types, arguments.values, arguments.lengths,
                    arguments.formats, 1)
            }
        }
        check(status)
    }

    private func sync() {
        check(PQpipelineSync(session.connection))
    }

    private func check(_ status: Int32) {
        if status != 1 { isBroken = true }
    }

    // MARK: Receiving

    /// Takes what the socket has and hands out every unit that is through.
    func receive(_ finish: (Unit, Unit.Outcome) -> Void) {
        if PQconsumeInput(session.connection) != 1 { isBroken = true }
        var wasNothing = false
        // Asked even when nothing is expected: only then does libpq read notices.
        while PQisBusy(session.connection) == 0, !flights.isEmpty, fatal == nil, !isCopying {
            guard let pointer = PQgetResult(session.connection) else {
                // One separates two statements' results; two in a row mean that libpq expects no more.
                if wasNothing { isBroken = true }
                if wasNothing { return }
                wasNothing = true
                continue
            }
            wasNothing = false
            take(ResultBuffer(owning: pointer), finish)
        }
    }

    private func take(_ result: ResultBuffer, _ finish: (Unit, Unit.Outcome) -> Void) {
        guard let flight = flights.first else { return }
        switch PQresultStatus(result.pointer) {
        case PGRES_PIPELINE_SYNC:
            flights.removeFirst()
            land(flight, finish)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            flight.remaining -= 1
            if case .unit = flight.purpose { flight.results.append(result) }
        case PGRES_PIPELINE_ABORTED:
            flight.remaining -= 1
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            flight.error = PostgresError(.refused, "copy from or to the client is not supported")
            isCopying = true
            isBroken = true
        default:
            let error = PostgresError(result: result.pointer)
            if PostgresError.isFatal(result.pointer) {
                fatal = error
            } else if error.state == nil {
                isBroken = true
            } else {
                fail(flight, with: error)
            }
        }
    }

    private func fail(_ flight: Flight, with error: PostgresError) {
        defer { flight.remaining -= 1 }
        guard flight.error == nil else { return }
        flight.error = error
        switch flight.purpose {
        case .errand: break
        case .preparation(let keys):
            preparationError = error
            // The failed one and those behind it.
            for key in keys.suffix(flight.remaining) { _ = prepared.forget(key) }
        case .unit(let unit):
            guard error.isAboutPreparation, flight.results.count < unit.statements.count else { return }
            guard let name = prepared.forget(PreparedStatements.Key(unit.statements[flight.results.count])) else {
                return
            }
            // Where the server still has it, it would keep its plan for ever.
            guard error.state != .invalidStatementName, unit.policy != .withinTransaction else { return }
            flights.append(Flight(.errand, statements: 1))
            check(PQsendQueryParams(session.connection, "deallocate \(name)", 0, nil, nil, nil, nil, 0))
            sync()
        }
    }

    private func land(_ flight: Flight, _ finish: (Unit, Unit.Outcome) -> Void) {
        guard case .unit(let unit) = flight.purpose else { return }
        let preparationError = preparationError
        self.preparationError = nil
        if var error = flight.error {
            // In a transaction the failed preparation has already ended it, and is what the caller should hear of.
            if unit.session != nil, let preparationError { error = preparationError }
            finish(unit, .failure(error))
        } else {
            finish(unit, .success(Unit.Reply(rows: flight.results.map(Rows.init), session: number)))
        }
    }
}

extension PostgresError {
    /// The prepared statement is gone, or its tables have changed too much for it: sent unnamed it would do.
    var isAboutPreparation: Bool {
        state == .invalidStatementName || state == .featureNotSupported && routine == "RevalidateCachedQuery"
    }
}
