import FoundationEssentials
import NIOCore
import Notifications

extension JSONWriter {
    mutating func identifier<Subject>(_ value: Identifier<Subject>) {
        int(value.rawValue)
    }

    /// In lower case, as RFC 9562 writes it and PostgreSQL too.
    mutating func uuid(_ value: UUID) {
        string(value.uuidString.lowercased())
    }

    /// RFC 3339 in UTC, `2025-12-28T10:30:00Z`; with six digits of microseconds when they are not zero.
    mutating func date(_ value: Date) {
        date(Timestamp(value))
    }

    mutating func date(_ value: Timestamp) {
        value.withText { string($0) }
    }

    mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool): self.bool(bool)
        case .int(let int): self.int(int)
        case .double(let double): self.double(double)
        case .string(let string): self.string(string)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let members):
            // In order, so that the same value is always the same text.
            object { writer in
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    writer.key(name)
                    writer.value(value)
                }
            }
        }
    }
}

extension JSONValue {
    /// The value as JSON text, its members in order of their names.
    var jsonText: String {
        var writer = JSONWriter(capacity: 256)
        writer.value(self)
        return String(buffer: writer.buffer)
    }
}
