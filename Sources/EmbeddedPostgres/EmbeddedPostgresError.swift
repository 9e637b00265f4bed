import SystemPackage

/// Why there is no embedded PostgreSQL: what to act on, and sentences to show to whoever started the program.
public struct EmbeddedPostgresError: Error, CustomStringConvertible, Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        /// No PostgreSQL is installed, or none that is new enough or that fits the cluster on disk.
        case binariesNotFound
        /// The directory cannot be used: another owner, closed to PostgreSQL's account, or full of something else.
        case unusableDirectory
        /// Another living process runs this cluster.
        case inUse
        /// initdb or postgres did not come up.
        case startFailed
        /// postgres ended while it was in use.
        case ended
    }

    public let code: Code
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// `path: what (the system's own words for errno)`.
    static func directory(_ path: String, _ what: String, errno number: CInt? = nil) -> EmbeddedPostgresError {
        let reason = number.map { " (\(Errno(rawValue: $0)))" } ?? ""
        return EmbeddedPostgresError(.unusableDirectory, "\(path) \(what)\(reason).")
    }
}
