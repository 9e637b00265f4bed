import CLibPQ
import Logging

/// A session in pipeline mode: units go in, their outcomes come out in the same order.
/// <https://www.postgresql.org/docs/15/libpq-pipeline-mode.html>
///
/// Belongs to its connection's thread. Never blocks.
final class Pipeline {
    let session: Session
    let number: Int
    private(set) var preparesStatements: Bool
    var flights = Queue<Flight>()
    var prepared = PreparedStatements()
    private var arguments = Arguments()
    /// Why the statements of the next unit could not be prepared.
    var preparationError: PostgresError?
    /// The server's last words; everything from the first flight on is ended by them.
    var fatal: PostgresError?
    var isBroken = false
    /// libpq would give the same result for ever.
    var isCopying = false

    init(_ session: Session, number: Int, preparesStatements: Bool) throws(PostgresError) {
        self.session = session
        self.number = number
        self.preparesStatements = preparesStatements
        guard PQsetnonblocking(session.connection, 1) == 0, PQenterPipelineMode(session.connection) == 1 else {
            throw session.failure
        }
    }

    func send(_ unit: Unit) {
        // In a transaction they are in force from its beginning on.
        let prologue = session.isPooled && unit.session == nil ? [session.settings.forTransaction] : []
        let statements = prologue + unit.statements
        let names = unit.isUnnamed || !preparesStatements ? [:] : prepare(statements)
        flights.append(Flight(.unit(unit), statements: unit.statements.count, prologue: prologue.count))
        for statement in statements {
            let name = statement.isPrepared && !names.isEmpty ? names[statement.key] : nil
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

    /// Where transactions land on servers by chance, what is prepared on one is missing on the next.
    func stopPreparing() {
        guard preparesStatements else { return }
        preparesStatements = false
        session.logger.warning(
            """
            prepared statements do not last on this connection, so it does without: behind a pooler set \
            DATABASE_PREPARE=false, or have the pooler keep them (max_prepared_statements of pgbouncer 1.21)
            """)
    }

    private func prepare(_ statements: [Statement]) -> [PreparedStatements.Key: String] {
        var names: [PreparedStatements.Key: String] = [:]
        var new: [PreparedStatements.Key] = []
        for statement in statements where statement.isPrepared {
            let key = statement.key
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

    private func send(_ statement: Statement, name: String?) {
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

    func sync() {
        check(PQpipelineSync(session.connection))
    }

    func check(_ status: Int32) {
        if status != 1 { isBroken = true }
    }
}
