import FoundationEssentials
import Notifications

/// A token's claims, read one by one; each getter throws what is wrong with its claim. A claim that is `null` is none.
struct Claims {
    private let members: [String: JSONValue]

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    subscript(_ name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// Seconds since 1970 (RFC 7519, section 2), within the years that can be written down.
    func date(_ name: String) throws(AuthenticationFailure) -> Date? {
        let seconds: Double
        switch self[name] {
        case nil: return nil
        case .int(let int): seconds = Double(int)
        case .double(let double): seconds = double
        default: throw .invalid("The token's \(name) must be a number of seconds.")
        }
        guard (0...253_402_300_799).contains(seconds) else { throw .invalid("The token's \(name) is out of range.") }
        return Date(timeIntervalSince1970: seconds)
    }

    /// Text of at most `limit` code points.
    func text(_ name: String, limit: Int) throws(AuthenticationFailure) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw .invalid("The token's \(name) must be a string.") }
        guard text.unicodeScalars.count <= limit else {
            throw .invalid("The token's \(name) must be at most \(limit) characters long.")
        }
        return text
    }

    /// A positive number of 64 bits, as a number or in digits.
    func identifier<Subject>(_ name: String) throws(AuthenticationFailure) -> Identifier<Subject>? {
        guard let value = self[name] else { return nil }
        guard let number = value.positiveNumber else {
            throw .invalid("The token's \(name) must be a positive whole number.")
        }
        return Identifier(number)
    }

    /// Whether the claim is this text or a list with it (RFC 7519, section 4.1.3).
    func names(_ name: String, _ text: String) -> Bool {
        switch self[name] {
        case .string(let value): value == text
        case .array(let values): values.contains(.string(text))
        default: false
        }
    }
}
