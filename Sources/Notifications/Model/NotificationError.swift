/// Why a call was refused: a code to act on and a sentence to show. Nothing internal is ever in the sentence.
public struct NotificationError: Error, Hashable, Sendable {
    public enum Code: Hashable, Sendable, CaseIterable {
        /// An argument is bad; `fields` says which, and why.
        case invalid
        /// There is no such thing in this account.
        case notFound
        /// Who is asking is no longer known: their user or account was deleted after the token was issued.
        case unauthenticated
        /// The caller may not do this.
        case forbidden
        /// The same idempotency key was used with other arguments.
        case conflict
        /// PostgreSQL is out of reach or too busy; nothing was written. Try again in a moment.
        case unavailable
        /// The connection was lost while PostgreSQL was at it: whether it was written is not known.
        case outcomeUnknown
    }

    /// One bad argument, named as the wire names it.
    public struct Field: Hashable, Sendable {
        public let field: String
        public let message: String

        public init(_ field: String, _ message: String) {
            self.field = field
            self.message = message
        }
    }

    public let code: Code
    public let message: String
    public let fields: [Field]

    public init(_ code: Code, _ message: String, fields: [Field] = []) {
        self.code = code
        self.message = message
        self.fields = fields
    }

    /// One argument that is bad, and why.
    public static func invalid(_ field: String, _ message: String) -> NotificationError {
        NotificationError(.invalid, "\(field) \(message)", fields: [Field(field, message)])
    }
}

extension NotificationError: CustomStringConvertible {
    public var description: String { message }
}
