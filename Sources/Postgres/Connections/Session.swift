import CLibPQ
import Glibc
import Logging

/// One connection, open from its making to its end. Belongs to the thread that made it, which also lets it go.
final class Session {
    let connection: OpaquePointer
    let settings: SessionSettings
    let logger: Logger
    /// What we set and prepare may be gone, or be somebody else's, after each transaction.
    var isPooled = false
    private let notices: Notices

    init(connection: OpaquePointer, settings: SessionSettings, logger: Logger) {
        self.connection = connection
        self.settings = settings
        self.logger = logger
        notices = Notices(logger: logger)
        PQsetNoticeReceiver(
            connection, { context, result in Notices.receive(context, result) },
            Unmanaged.passUnretained(notices).toOpaque())
    }

    deinit {
        PQfinish(connection)
    }

    var socket: Int32 { PQsocket(connection) }
    var isBroken: Bool { PQstatus(connection) == CONNECTION_BAD }
    var isInTransaction: Bool { PQtransactionStatus(connection) == PQTRANS_INTRANS }
    var failure: PostgresError { PostgresError(.unreachable, firstLine(PQerrorMessage(connection))) }

    /// Waits until the socket is ready, or gone; false when the time is over.
    func wait(for events: Int32, until deadline: ContinuousClock.Instant?) -> Bool {
        while socket >= 0 {
            let left = deadline.map { ContinuousClock.now.duration(to: $0) }
            if let left, left <= .zero { return false }
            var descriptors = [pollfd(fd: socket, events: Int16(events), revents: 0)]
            let ready = poll(&descriptors, 1, left?.pollTimeout ?? -1)
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { return true }
        }
        return true
    }

    /// Runs plain text, which may be several statements, and blocks until the end or the deadline. Not in pipeline mode.
    func execute(_ text: String, until deadline: ContinuousClock.Instant? = nil) throws(PostgresError) {
        guard PQsendQuery(connection, text) == 1 else { throw failure }
        _ = try results(until: deadline)
    }

    /// Runs one statement with its binds, as `execute`.
    func query(_ statement: SQL, until deadline: ContinuousClock.Instant? = nil) throws(PostgresError) -> Rows {
        let statement = Statement(statement)
        var arguments = Arguments()
        let sent = arguments.with(statement.binds) { arguments in
            PQsendQueryParams(
                connection, statement.text, arguments.count, arguments.types, arguments.values, arguments.lengths,
                arguments.formats, 1)
        }
        guard sent == 1, let last = try results(until: deadline).last else { throw failure }
        return Rows(last)
    }

    private func results(until deadline: ContinuousClock.Instant?) throws(PostgresError) -> [ResultBuffer] {
        var results: [ResultBuffer] = []
        var firstError: PostgresError?
        while true {
            while PQisBusy(connection) == 1 {
                guard wait(for: POLLIN, until: deadline) else {
                    throw PostgresError(.unreachable, "the server did not answer in time")
                }
                guard PQconsumeInput(connection) == 1 else { throw firstError ?? failure }
            }
            guard let pointer = PQgetResult(connection) else { break }
            let result = ResultBuffer(owning: pointer)
            switch PQresultStatus(pointer) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: results.append(result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                throw PostgresError(.refused, "copy from or to the client is not supported")
            default: firstError = firstError ?? PostgresError(result: pointer)
            }
        }
        if let firstError { throw firstError }
        return results
    }
}
