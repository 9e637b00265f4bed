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
        // Divided, since five times a large balance would overflow.
        let (fifth, rest) = total.quotientAndRemainder(dividingBy: 5)
        self = remaining <= 0 ? .depleted : remaining < fifth + min(rest, 1) ? .low : .enough
    }

    public static func < (left: CreditLevel, right: CreditLevel) -> Bool { left.rawValue < right.rawValue }
}
