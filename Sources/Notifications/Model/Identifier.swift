/// The number of one `Subject`. Two identifiers of different subjects cannot be mixed up: swapping an account's with a
/// user's does not compile.
///
/// Numbers are the host's own (its primary keys) and positive; the negative ones are allotted here, to users whom the
/// host knows by UUID alone. A notification's number comes from one sequence and rises in commit order in its account.
public struct Identifier<Subject>: Hashable, Sendable, RawRepresentable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }
}

extension Identifier: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) {
        self.init(value)
    }
}

extension Identifier: CustomStringConvertible {
    public var description: String { String(rawValue) }
}

extension Identifier: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
