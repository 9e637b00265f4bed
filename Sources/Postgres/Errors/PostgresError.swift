/// Why a statement gave no rows. Never holds a password.
public struct PostgresError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// PostgreSQL refused the statement; everything sent with it was rolled back.
        case server(SQLState)
        /// No connection within the queue timeout, or none possible. Nothing was written.
        case unreachable
        /// The connection was lost, or the pool closed, while a write was on its way: it may or may not have been
        /// committed.
        case outcomeUnknown
        /// Too many callers wait already, or this one waited too long for its turn. Nothing was written.
        case overloaded
        /// A read got no answer within the statement timeout and a little more.
        case timedOut
        /// The caller's task was cancelled before the statement was sent. Nothing was written.
        case cancelled
        /// A row did not have the shape it was read as.
        case decoding
        /// The statement cannot be sent at all. Nothing was written.
        case refused
        /// The pool is closed, or a transaction was used after its end. Nothing was written.
        case closed
        /// The migrations and the database do not fit together.
        case migration
    }

    public var code: Code
    public var message: String
    public var detail: String?
    public var hint: String?
    public var schema: String?
    public var table: String?
    public var column: String?
    public var constraint: String?

    /// The C function in PostgreSQL that raised it: unlike the message it is not translated.
    var routine: String?

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    static func outcomeUnknown(_ reason: String) -> PostgresError {
        PostgresError(.outcomeUnknown, "the outcome is unknown: \(reason)")
    }

    /// PostgreSQL's own code, when the error came from there.
    public var state: SQLState? {
        guard case .server(let state) = code else { return nil }
        return state
    }
}

extension PostgresError: CustomStringConvertible {
    /// The message with its code. The detail stays out: it can quote values of rows.
    public var description: String {
        guard let state else { return message }
        return "\(message) (\(state))"
    }
}
