/// Where events are kept that could not be recorded, for somebody to look at: the newest 10,000 or a few more.
enum RejectedStream {
    static let name = "orion.notification.rejected"

    /// - Parameters:
    ///   - source: the stream or channel that the event came from.
    ///   - id: the entry's in that stream; nil: it came from a channel.
    ///   - payload: as it came, but for what is no UTF-8; nil: too long to be kept.
    ///   - error: the sentence that says why.
    static func adding(source: String, id: String?, payload: [UInt8]?, error: String) -> [String] {
        var command = ["XADD", name, "MAXLEN", "~", "10000", "*", "source", source]
        if let id { command += ["id", id] }
        if let payload { command += ["payload", String(decoding: payload, as: UTF8.self)] }
        return command + ["error", error]
    }
}
