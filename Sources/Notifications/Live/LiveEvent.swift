/// What an open inbox is told. Objects are as the viewer sees them; ids are those of notifications.
public enum LiveEvent: Sendable {
    /// There is a new notification, each exactly once and in the order of the ids.
    case created(LiveNotification)
    /// The viewer has read these, here or elsewhere.
    case read([Identifier<Notification>])
    /// Everything up to this one is read.
    case readThrough(Identifier<Notification>, of: Part)
    /// The viewer has made these unread again.
    case unread([Identifier<Notification>])
    /// These are gone: retracted for everybody, or dismissed by the viewer.
    case deleted([Identifier<Notification>])
    /// How many are unread, exactly, and the newest id there was then. Who has not asked for anything older begins with the
    /// first `head` the next time, and with the newest notification once there is one.
    case count(Int, head: Identifier<Notification>)
    /// What is held of the inbox may be out of date in ways that cannot be told one by one: read it anew.
    case reset

    /// Which notifications of an inbox. Those for the whole account may have another reader than the rest
    /// (`Account.ReadScope`).
    public enum Part: String, Sendable {
        case everything
        /// What is for the whole account.
        case account
        /// What is for the viewer alone or for those with their role.
        case personal
    }
}

/// Why an open inbox is not told anything any more.
public enum LiveEnd: Error, Hashable, Sendable {
    /// The viewer is not who they were: another role, not active any more, or deleted. To be admitted anew.
    case viewerChanged
    /// The receiver takes longer than what happens, and has been left behind.
    case tooSlow
    /// The feed has been shut down.
    case closed
}
