import FoundationEssentials

// What may be stored, and what a browser may be given.

extension FieldErrors {
    /// Lengths are counted in code points, as PostgreSQL's `varchar(n)` does.
    mutating func text(
        _ field: String, _ value: String?, limit: Int, isRequired: Bool = false, isMultiline: Bool = false
    ) {
        guard let value else { return }
        let scalars = value.unicodeScalars
        if isRequired, value.allSatisfy(\.isWhitespace) {
            refuse(field, "must not be empty")
        } else if scalars.count > limit {
            refuse(field, "must have at most \(limit) characters, has \(scalars.count)")
        } else if isMultiline ? scalars.contains("\0") : scalars.contains(where: \.isControl) {
            refuse(field, "must not contain control characters")
        }
    }

    /// A link that a browser may follow: http(s), or a path that cannot be taken for another host's.
    mutating func link(_ field: String, _ value: String?) {
        guard let value else { return }
        text(field, value, limit: 500)
        let lower = value.prefix(8).lowercased()
        let isPath = value.hasPrefix("/") && !value.hasPrefix("//") && !value.hasPrefix("/\\")
        let isWeb = ["http://", "https://"].contains { lower.hasPrefix($0) && value.utf8.count > $0.utf8.count }
        if !isPath && !isWeb {
            refuse(field, "must be an http(s) address, or a path with one / at its beginning")
        }
    }

    /// The object as JSON, keys in order; `{}` when it is refused.
    mutating func metadata(_ field: String, _ object: [String: JSONValue]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(object) else {
            refuse(field, "must be JSON with finite numbers")
            return "{}"
        }
        if data.count > 65_536 {
            refuse(field, "must have at most 65536 bytes as JSON, has \(data.count)")
        } else if JSONValue.object(object).containsNUL {
            refuse(field, "must not contain the character \\u0000")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// C0, DEL and C1.
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}

extension JSONValue {
    fileprivate var containsNUL: Bool {
        switch self {
        case .string(let text): text.unicodeScalars.contains("\0")
        case .array(let values): values.contains { $0.containsNUL }
        case .object(let values): values.contains { $0.key.unicodeScalars.contains("\0") || $0.value.containsNUL }
        default: false
        }
    }
}
