/// A kind of notification: its wire name, how severe it is unless said otherwise, the part of the product it is from, and
/// what holds for who has not said what they want of it.
public struct NotificationType: Hashable, Sendable {
    /// Lower-case letters, digits, `_` and `.`, beginning with a letter; at most 64 characters.
    public let name: String
    public let severity: Severity
    public let category: Category
    /// What people call it; 1 to 100 characters.
    public let label: String
    /// Whether it exists for a user who has said nothing of it.
    public let isEnabled: Bool
    /// Whether such a user is told of it at once, rather than when they look.
    public let isPushed: Bool
    /// Whether it cannot be switched off.
    public let isLocked: Bool

    /// - Parameter label: nil: made of the name, `Invoice overdue` of `invoice_overdue`.
    public init(
        _ name: String, _ severity: Severity, _ category: Category, label: String? = nil,
        isEnabled: Bool = true, isPushed: Bool = true, isLocked: Bool = false
    ) {
        self.name = name
        self.severity = severity
        self.category = category
        self.label = label ?? Self.label(of: name)
        self.isEnabled = isEnabled || isLocked
        self.isPushed = isPushed || isLocked
        self.isLocked = isLocked
    }

    private static func label(of name: String) -> String {
        let words = String(name.map { $0 == "_" || $0 == "." ? " " : $0 })
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    var isWellNamed: Bool {
        Self.isWellFormed(name) && Self.isWellFormed(category.rawValue) && isWellLabelled
    }

    private var isWellLabelled: Bool {
        (1...100).contains(label.unicodeScalars.count)
            && !label.unicodeScalars.contains { $0.properties.generalCategory == .control }
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
    public static let editorial = Category(rawValue: "editorial")
}
