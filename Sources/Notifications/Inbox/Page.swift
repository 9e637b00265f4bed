/// Which part of a list.
public enum Position: Hashable, Sendable {
    /// By number, from 1.
    case page(Int)
    /// The newest that are older than this one; nil: the newest of all. Never skips or repeats while others arrive.
    case before(Identifier<Notification>?)
    /// The oldest that are newer than this one.
    case after(Identifier<Notification>)
}

/// A part of a list, newest first.
public struct Page: Sendable {
    /// How many there are in all, or at least.
    public let count: Int
    /// False: there are more than `count`, and telling how many would mean to look at each.
    public let isCountExact: Bool
    public let notifications: [Notification]
    public let hasOlder: Bool
    public let hasNewer: Bool
}

/// A page as PostgreSQL has sent it.
package struct Listing: Sendable {
    package let count: Int
    package let isCountExact: Bool
    /// Newest first.
    package let rows: [NotificationRow]
    package let hasOlder: Bool
    package let hasNewer: Bool
}
