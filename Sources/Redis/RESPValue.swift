/// A reply in RESP2, the protocol between Redis and its clients. <https://redis.io/docs/latest/develop/reference/protocol-spec/>
public enum RESPValue: Hashable, Sendable {
    /// A bulk string or a simple one.
    case string([UInt8])
    /// An error, its kind in front: `ERR unknown command`.
    case error(String)
    case integer(Int64)
    /// The absent string and the absent array.
    case null
    case array([RESPValue])
    /// A bulk string of so many bytes, which is over the limit: they were skipped as they came and never kept.
    case oversized(Int)

    /// A string's text; nil when that is not UTF-8, and for everything else.
    public var text: String? {
        guard case .string(let bytes) = self else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// An array's elements; nil for everything else.
    public var elements: [RESPValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}
