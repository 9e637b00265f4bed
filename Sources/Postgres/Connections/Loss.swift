/// What becomes of the units on their way when their connection is lost.
struct Loss {
    /// To be sent again.
    private(set) var again: [Unit] = []
    private(set) var failed: [(Unit, PostgresError)] = []

    init(of pipeline: Pipeline, because error: PostgresError, mayRepeat: Bool) {
        // The server ends a session before the unit that it was at is committed, and never comes to those behind it. Only
        // when every statement has been answered does the error fall into the commit itself.
        var isRolledBack = false
        for flight in pipeline.flights.all {
            if pipeline.fatal != nil, flight.remaining > 0 { isRolledBack = true }
            if case .unit(let unit) = flight.purpose {
                add(unit, flight.error, isRolledBack: isRolledBack, because: error, mayRepeat: mayRepeat)
            }
            if pipeline.fatal != nil { isRolledBack = true }
        }
    }

    private mutating func add(
        _ unit: Unit, _ own: PostgresError?, isRolledBack: Bool, because error: PostgresError, mayRepeat: Bool
    ) {
        // Refused before the loss: rolled back, whatever came then.
        if let own { return failed.append((unit, own)) }
        var unit = unit
        let isUnwritten = isRolledBack || unit.policy == .repeatable || unit.policy == .withinTransaction
        guard isUnwritten || unit.policy == .idempotent else {
            return failed.append((unit, .outcomeUnknown(error.message)))
        }
        if !isUnwritten { unit.isUncertain = true }
        let isOfTransaction = unit.policy == .withinTransaction || unit.policy == .commit
        let isLimit = isRolledBack ? unit.interruptions >= Unit.maximumInterruptions : unit.losses >= Unit.maximumLosses
        if mayRepeat, !isOfTransaction, !isLimit, error.code != .timedOut {
            if isRolledBack { unit.interruptions += 1 } else { unit.losses += 1 }
            again.append(unit)
        } else {
            let code: PostgresError.Code = error.state == nil ? error.code : .unreachable
            failed.append((unit, PostgresError(code, error.message)))
        }
    }
}
