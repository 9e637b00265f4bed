import Redis

/// A name and a value of a stream's entry.
struct RESPField: Sendable {
    enum Value: Sendable {
        case bytes([UInt8])
        /// Of so many bytes, which were not kept.
        case oversized(Int)
    }

    let name: String
    let value: Value

    /// - Parameter reply: names and values in turn.
    static func all(in reply: RESPValue) -> [RESPField] {
        let elements = reply.elements ?? []
        return stride(from: 0, to: elements.count - 1, by: 2).compactMap { index in
            guard let name = elements[index].text else { return nil }
            switch elements[index + 1] {
            case .string(let bytes): return RESPField(name: name, value: .bytes(bytes))
            case .oversized(let count): return RESPField(name: name, value: .oversized(count))
            default: return nil
            }
        }
    }
}
