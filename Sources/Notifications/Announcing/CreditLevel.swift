/// How an account's credits stand.
public enum CreditLevel: Int, Sendable, Comparable {
    case enough = 0
    /// Below 20 % left.
    case low = 1
    case depleted = 2

    /// - Parameters:
    ///   - total: of the period; 0 or more.
    ///   - remaining: 0 or more.
    public init(total: Int, remaining: Int) {
        // In Double, since five times a large balance would overflow.
        self = remaining <= 0 ? .depleted : Double(remaining) < Double(total) * 0.2 ? .low : .enough
    }

    public static func < (left: CreditLevel, right: CreditLevel) -> Bool { left.rawValue < right.rawValue }
}
