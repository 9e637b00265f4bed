import FoundationEssentials

/// What must be there. A missing one is the error "is required"; see `Arguments` for what is given back then.
extension Arguments {
    /// Text of 1 to `limit` code points that is not all blank.
    package mutating func string(_ name: String, limit: Int) -> String {
        let text = required(name) { $0.optionalString($1, limit: limit) }
        if let text, text.unicodeScalars.allSatisfy(\.properties.isWhitespace) { refuse(name, "must not be blank") }
        return text ?? ""
    }

    package mutating func int(_ name: String, in range: ClosedRange<Int64> = .min ... .max) -> Int64 {
        required(name) { $0.optionalInt($1, in: range) } ?? range.lowerBound
    }

    package mutating func identifier<Subject>(_ name: String, of _: Subject.Type = Subject.self) -> Identifier<Subject>
    {
        required(name) { $0.optionalIdentifier($1) } ?? Identifier(0)
    }
}
