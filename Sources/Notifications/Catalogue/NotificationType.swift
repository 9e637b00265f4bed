/// A kind of notification: its wire name, how severe it is unless said otherwise, and the part of the product it is from.
public struct NotificationType: Hashable, Sendable {
    /// Lower-case letters, digits, `_` and `.`, beginning with a letter; at most 64 characters.
    public let name: String
    public let severity: Severity
    public let category: Category

    public init(_ name: String, _ severity: Severity, _ category: Category) {
        self.name = name
        self.severity = severity
        self.category = category
    }

    var isWellNamed: Bool {
        Self.isWellFormed(name) && Self.isWellFormed(category.rawValue)
    }

    private static func isWellFormed(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return letters.contains(first)
            && name.utf8.allSatisfy {
                letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
            }
    }
}

/// The part of the product that a type belongs to. A host may have its own.
public struct Category: Hashable, Sendable, RawRepresentable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let aiOperations = Category(rawValue: "ai_operations")
    public static let workflow = Category(rawValue: "workflow")
    public static let wordpress = Category(rawValue: "wordpress")
    public static let credits = Category(rawValue: "credits")
    public static let setup = Category(rawValue: "setup")
    public static let system = Category(rawValue: "system")
}
