package import FoundationEssentials

/// What may be missing: each is nil when it is missing or `null`, or wrong (and then its error is collected).
extension Arguments {
    /// Text of at most `limit` code points, as PostgreSQL's `varchar` counts.
    package mutating func optionalString(_ name: String, limit: Int) -> String? {
        guard let value = optionalValue(name) else { return nil }
        guard case .string(let text) = value else { return refused(name, "must be a string") }
        guard text.unicodeScalars.count <= limit else {
            return refused(name, "must be at most \(limit) characters long")
        }
        return text
    }

    /// A whole number; `80.0` is one, `true` and `"80"` are not.
    package mutating func optionalInt(_ name: String, in range: ClosedRange<Int64> = .min ... .max) -> Int64? {
        guard let value = optionalValue(name) else { return nil }
        guard let int = value.wholeNumber, range.contains(int) else {
            return refused(name, "must be \(range.sentence)")
        }
        return int
    }

    package mutating func optionalIdentifier<Subject>(
        _ name: String, of _: Subject.Type = Subject.self
    ) -> Identifier<Subject>? {
        optionalInt(name, in: 1 ... .max).map { Identifier($0) }
    }

    package mutating func optionalBool(_ name: String) -> Bool? {
        guard let value = optionalValue(name) else { return nil }
        guard case .bool(let bool) = value else { return refused(name, "must be true or false") }
        return bool
    }

    package mutating func optionalUUID(_ name: String) -> UUID? {
        guard let value = optionalValue(name) else { return nil }
        guard case .string(let text) = value, let uuid = UUID(uuidString: text) else {
            return refused(name, "must be a UUID")
        }
        return uuid
    }

    /// One of the cases, written as its raw value.
    package mutating func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of _: Choice.Type = Choice.self
    ) -> Choice? {
        guard let value = optionalValue(name) else { return nil }
        guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
            return refused(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    package mutating func optionalObject(_ name: String) -> [String: JSONValue]? {
        guard let value = optionalValue(name) else { return nil }
        guard case .object(let members) = value else { return refused(name, "must be an object") }
        return members
    }

    private mutating func refused<Value>(_ name: String, _ message: String) -> Value? {
        refuse(name, message)
        return nil
    }
}

extension ClosedRange<Int64> {
    /// "a whole number from 1 to 100", as an error says it.
    package var sentence: String {
        switch (lowerBound, upperBound) {
        case (.min, .max): "a whole number"
        case (1, .max): "a positive whole number"
        case (let lower, .max): "a whole number of at least \(lower)"
        case (.min, let upper): "a whole number of at most \(upper)"
        case (let lower, let upper): "a whole number from \(lower) to \(upper)"
        }
    }
}
