/// Why Redis gave no answer. Never holds a password.
public struct RedisError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// The URL is not one that names a Redis.
        case invalidURL
        /// No connection: the name, the port, the TLS handshake, or the server went away before it had greeted.
        case unreachable
        /// No answer in time. The connection is closed: a late reply would be taken for that of another command.
        case timedOut
        /// The connection was lost: a command may or may not have been carried out.
        case connectionLost
        /// The peer does not speak RESP2, or goes over its limits.
        case protocolViolation
        /// Redis answered with an error, which is the message.
        case refused
        /// Too many commands are in flight. Nothing was sent.
        case overloaded
        /// This side closed the connection, or the caller's task was cancelled.
        case closed
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    static let cancelled = RedisError(.closed, "the task was cancelled")

    /// The first word of an error reply, which tells its kind: `NOGROUP`, `WRONGPASS`, `LOADING`; empty for all others.
    public var prefix: String {
        guard code == .refused else { return "" }
        let word = message.prefix { $0 != " " }
        return word.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) } ? String(word) : ""
    }
}

extension RedisError: CustomStringConvertible {
    public var description: String { message }
}
