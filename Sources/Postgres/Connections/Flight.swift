/// A unit on its way, or another exchange that ends in a sync.
final class Flight {
    enum Purpose {
        case unit(Unit)
        /// The statements of the unit behind it.
        case preparation([PreparedStatements.Key])
        /// Whose result is of no interest.
        case errand
    }

    let purpose: Purpose
    /// Answers that are to come before the sync.
    var remaining: Int
    /// How many of them come first and are of no interest.
    let prologue: Int
    var results: [ResultBuffer] = []
    /// The first; the rest is aborted by it.
    var error: PostgresError?

    init(_ purpose: Purpose, statements: Int, prologue: Int = 0) {
        self.purpose = purpose
        self.prologue = prologue
        remaining = prologue + statements
        if case .unit = purpose { results.reserveCapacity(prologue + statements) }
    }
}
