/// What one user wants of one type, or what an account's users do who have not chosen.
public struct Preference: Hashable, Sendable {
    public let type: NotificationType
    /// Whether notifications of the type exist for them: listed, counted, told of.
    public let isEnabled: Bool
    /// Whether they are told of them at once, rather than when they look. Without effect unless enabled.
    public let isPushed: Bool
    /// What would hold if they had chosen nothing.
    public let defaults: Defaults
    /// Whether nothing is chosen, so that the defaults hold, whatever they become.
    public let isDefault: Bool

    public struct Defaults: Hashable, Sendable {
        public let isEnabled: Bool
        public let isPushed: Bool
    }

    /// What becomes of a preference; what is kept stays as it is.
    public struct Change: Hashable, Sendable {
        public enum Value: Hashable, Sendable {
            case kept
            case set(Bool)
            /// No choice any more.
            case cleared
        }

        public var enabled: Value
        public var push: Value

        public init(enabled: Value = .kept, push: Value = .kept) {
            self.enabled = enabled
            self.push = push
        }
    }
}
