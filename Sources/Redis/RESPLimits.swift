/// How much a peer may send in one reply.
enum RESPLimits {
    /// Redis' own limit (`proto-max-bulk-len`); a longer one is not even skipped.
    static let bulkBytes = 536_870_912
    static let lineBytes = 65_536
    /// Of all arrays of a reply together.
    static let elements = 1_048_576
    static let depth = 8
    /// Of all strings of a reply together, those left out that are skipped.
    static let replyBytes = 536_870_912
}
