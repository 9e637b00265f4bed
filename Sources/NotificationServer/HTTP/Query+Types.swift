import FoundationEssentials
import Notifications

extension Query {
    /// Text of at most `limit` code points.
    mutating func string(_ name: String, limit: Int = 200) -> String? {
        read(name, "must be at most \(limit) characters long") { $0.unicodeScalars.count <= limit ? $0 : nil }
    }

    /// A whole number in ASCII digits.
    mutating func int(_ name: String, in range: ClosedRange<Int64> = .min ... .max) -> Int64? {
        read(name, "must be \(range.sentence)") { text in
            Int64(digits: text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func identifier<Subject>(_ name: String, of _: Subject.Type = Subject.self) -> Identifier<Subject>? {
        int(name, in: 1 ... .max).map { Identifier($0) }
    }

    /// `true`, `false`, `1` or `0`, in either case.
    mutating func bool(_ name: String) -> Bool? {
        read(name, "must be true or false") { text in
            switch text.lowercased() {
            case "true", "1": true
            case "false", "0": false
            default: nil
            }
        }
    }

    /// ISO 8601, see `Timestamp.init(iso8601:)`.
    mutating func date(_ name: String) -> Date? {
        read(name, "must be an ISO 8601 date or date and time, such as 2025-12-28T10:30:00Z") {
            Timestamp(iso8601: $0)?.date
        }
    }

    /// One of the cases, written as its raw value.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of _: Choice.Type = Choice.self
    ) -> Choice? {
        let valid = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return read(name, "must be one of \(valid)") { Choice(rawValue: $0) }
    }

    /// One of the values.
    mutating func choice(_ name: String, among values: [String]) -> String? {
        read(name, "must be one of \(values.joined(separator: ", "))") { values.contains($0) ? $0 : nil }
    }

    /// Anything else that has a text: `nil` from `parse` is the error `message`.
    mutating func read<Value>(_ name: String, _ message: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = value(name) else { return nil }
        guard let value = parse(text) else {
            refuse(name, message)
            return nil
        }
        return value
    }
}
