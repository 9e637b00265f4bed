extension Unit {
    /// How often a unit is sent again after deadlocks and serialisation failures.
    static let maximumConflicts = 3

    /// The unit as it is to be sent again, and after what pause; nil when the error is for the caller.
    ///
    /// The unit was rolled back whole. Within a transaction that does not help: everything before is gone too.
    func again(after error: PostgresError) -> (Unit, Duration)? {
        guard session == nil, let state = error.state else { return nil }
        var copy = self
        if state == .deadlockDetected || state == .serializationFailure, conflicts < Unit.maximumConflicts {
            copy.conflicts += 1
            return (copy, .milliseconds(Int.random(in: 1...(20 * copy.conflicts))))
        }
        if error.isAboutPreparation, !isUnnamed {
            copy.isUnnamed = true
            return (copy, .zero)
        }
        return nil
    }
}
