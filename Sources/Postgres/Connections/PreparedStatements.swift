import Glibc

/// What is prepared on one connection, by text and types. Bounded: what comes after the limit goes unnamed.
struct PreparedStatements {
    struct Key: Hashable, Sendable {
        let text: String
        let types: [PostgresType]
        /// Of all of it, once: it is looked up more than once, and is long.
        private let hash: Int

        init(text: String, types: [PostgresType]) {
            self.text = text
            self.types = types
            var hasher = Hasher()
            hasher.combine(text)
            hasher.combine(types)
            hash = hasher.finalize()
        }

        static func == (left: Key, right: Key) -> Bool {
            left.hash == right.hash && left.types == right.types && left.text.hasSameBytes(as: right.text)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(hash)
        }
    }

    /// Each statement keeps a plan in the server's memory.
    static let limit = 256

    private var names: [Key: String] = [:]
    private var made = 0
    /// Behind a pooler others prepare on the same servers: a name of theirs must never be one of ours.
    private let prefix = "s" + String(UInt64.random(in: .min ... .max), radix: 36)

    func name(of key: Key) -> String? {
        names[key]
    }

    /// A name never used before, on this connection or any other; nil when there is no room.
    mutating func add(_ key: Key) -> String? {
        guard names.count < PreparedStatements.limit else { return nil }
        made += 1
        let name = "\(prefix)_\(made)"
        names[key] = name
        return name
    }

    mutating func forget(_ key: Key) -> String? {
        names.removeValue(forKey: key)
    }
}

extension String {
    /// Strings that are equal as text may be other SQL.
    fileprivate func hasSameBytes(as other: String) -> Bool {
        var (left, right) = (self, other)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                guard left.count == right.count else { return false }
                guard let start = left.baseAddress, let other = right.baseAddress else { return true }
                return memcmp(start, other, left.count) == 0
            }
        }
    }
}
