/// How much a notification matters, mildest first.
public enum Severity: String, CaseIterable, Sendable, Comparable {
    case info, success, warning, error

    private var rank: Int {
        switch self {
        case .info: 0
        case .success: 1
        case .warning: 2
        case .error: 3
        }
    }

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
