import CLibPQ

extension Pipeline {
    /// Takes what the socket has and hands out every unit that is through.
    func receive(_ finish: (Unit, Unit.Outcome) -> Void) {
        if PQconsumeInput(session.connection) != 1 { isBroken = true }
        var wasNothing = false
        // Asked even when nothing is expected: only then does libpq read notices.
        while PQisBusy(session.connection) == 0, !flights.isEmpty, fatal == nil, !isCopying {
            guard let pointer = PQgetResult(session.connection) else {
                // One separates two statements' results; two in a row mean that libpq expects no more.
                if wasNothing { isBroken = true }
                if wasNothing { return }
                wasNothing = true
                continue
            }
            wasNothing = false
            take(ResultBuffer(owning: pointer), finish)
        }
    }

    private func take(_ result: ResultBuffer, _ finish: (Unit, Unit.Outcome) -> Void) {
        guard let flight = flights.first else { return }
        switch PQresultStatus(result.pointer) {
        case PGRES_PIPELINE_SYNC:
            flights.removeFirst()
            land(flight, finish)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            flight.remaining -= 1
            if case .unit = flight.purpose { flight.results.append(result) }
        case PGRES_PIPELINE_ABORTED:
            flight.remaining -= 1
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            flight.error = PostgresError(.refused, "copy from or to the client is not supported")
            isCopying = true
            isBroken = true
        default:
            let error = PostgresError(result: result.pointer)
            switch (PostgresError.isFatal(result.pointer), error.state) {
            case (_, nil): isBroken = true
            // A pooler that has lost the server, and cannot know how far that had come.
            case (true, let state?) where state.isOfConnection: isBroken = true
            case (true, _): fatal = error
            case (false, _): fail(flight, with: error)
            }
        }
    }

    private func fail(_ flight: Flight, with error: PostgresError) {
        defer { flight.remaining -= 1 }
        guard flight.error == nil else { return }
        flight.error = error
        switch flight.purpose {
        case .errand: break
        case .preparation(let keys):
            preparationError = error
            // The failed one and those behind it.
            for key in keys.suffix(flight.remaining) { _ = prepared.forget(key) }
        case .unit(let unit):
            guard error.isAboutPreparation else { return }
            if session.isPooled, error.state == .invalidStatementName { return stopPreparing() }
            let place = flight.results.count - flight.prologue
            guard unit.statements.indices.contains(place),
                let name = prepared.forget(unit.statements[place].key)
            else { return }
            // Where the server still has it, it would keep its plan for ever.
            guard error.state != .invalidStatementName, unit.policy != .withinTransaction else { return }
            flights.append(Flight(.errand, statements: 1))
            check(PQsendQueryParams(session.connection, "deallocate \(name)", 0, nil, nil, nil, nil, 0))
            sync()
        }
    }

    private func land(_ flight: Flight, _ finish: (Unit, Unit.Outcome) -> Void) {
        guard case .unit(let unit) = flight.purpose else { return }
        let preparationError = preparationError
        self.preparationError = nil
        if var error = flight.error {
            // In a transaction the failed preparation has already ended it, and is what the caller should hear of.
            if unit.session != nil, let preparationError { error = preparationError }
            finish(unit, .failure(error))
        } else {
            let results = flight.results.dropFirst(flight.prologue)
            finish(unit, .success(Unit.Reply(rows: results.map(Rows.init), session: number)))
        }
    }
}

extension SQLState {
    fileprivate var isOfConnection: Bool { rawValue.hasPrefix("08") }
}

extension PostgresError {
    /// The prepared statement is gone, or its tables have changed too much for it: sent unnamed it would do.
    var isAboutPreparation: Bool {
        state == .invalidStatementName || state == .featureNotSupported && routine == "RevalidateCachedQuery"
    }
}
