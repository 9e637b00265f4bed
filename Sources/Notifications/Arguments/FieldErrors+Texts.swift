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
        text(field, value, limit: Limit.actionURL)
        let lower = value.prefix(8).lowercased()
        let isPath = value.hasPrefix("/") && !value.hasPrefix("//") && !value.hasPrefix("/\\")
        let isWeb = ["http://", "https://"].contains { lower.hasPrefix($0) && value.utf8.count > $0.utf8.count }
        if !isPath && !isWeb {
            refuse(field, "must be an http(s) address, or a path with one / at its beginning")
        }
    }

    /// The object as JSON; `{}` when it is refused.
    mutating func metadata(_ field: String, _ object: [String: JSONValue]) -> String {
        let value = JSONValue.object(object)
        if value.isNested(deeperThan: 32) {
            refuse(field, "must not be nested more than 32 levels deep")
            return "{}"
        }
        guard let text = value.canonicalText else {
            refuse(field, "must be JSON with finite numbers")
            return "{}"
        }
        if text.utf8.count > 65_536 {
            refuse(field, "must have at most 65536 bytes as JSON, has \(text.utf8.count)")
        } else if value.containsNUL {
            refuse(field, "must not contain the character \\u0000")
        }
        return text
    }

    /// A time that every calendar can show.
    mutating func time(_ field: String, _ value: Date?) {
        guard let value else { return }
        // As numbers: `Date` holds that one which is not a number is neither before nor after any other.
        let range = Date.distantPast.timeIntervalSince1970...Date.distantFuture.timeIntervalSince1970
        if !range.contains(value.timeIntervalSince1970) { refuse(field, "must be a time in the years 1 to 4000") }
    }
}

extension Unicode.Scalar {
    /// C0, DEL and C1.
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}

extension JSONValue {
    /// The same for equal values: names in order. nil when a number is not finite.
    var canonicalText: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }

    fileprivate func isNested(deeperThan levels: Int) -> Bool {
        switch self {
        case .array(let values): levels == 0 || values.contains { $0.isNested(deeperThan: levels - 1) }
        case .object(let values): levels == 0 || values.values.contains { $0.isNested(deeperThan: levels - 1) }
        default: false
        }
    }

    fileprivate var containsNUL: Bool {
        switch self {
        case .string(let text): text.unicodeScalars.contains("\0")
        case .array(let values): values.contains { $0.containsNUL }
        case .object(let values): values.contains { $0.key.unicodeScalars.contains("\0") || $0.value.containsNUL }
        default: false
        }
    }
}
