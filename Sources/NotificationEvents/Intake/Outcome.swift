/// What became of an event.
enum Outcome: Hashable, Sendable {
    case recorded
    /// The same event was recorded before.
    case replayed
    /// It was for one user alone, who has muted its type.
    case muted
    /// It can never be recorded: why.
    case refused(String)
    /// It cannot be recorded just now, whatever it says; nobody's fault but the database's.
    case postponed(String)
    /// An error that nobody foresaw. It may pass, or come again each time.
    case failed(String)
}
