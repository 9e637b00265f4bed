/// What every statement of ours runs under. Right answers do not depend on it, time does.
///
/// Set once where the connection is ours. A pooler may give each transaction another server's session, and this one's to
/// somebody else, so there they go at the head of every transaction and end with it.
struct SessionSettings {
    /// Until the transaction's end.
    let forTransaction: Statement
    private let values: [(name: String, value: String)]

    /// - Parameters:
    ///   - statementTimeout: nil for none.
    ///   - lockTimeout: nil for none.
    ///   - preparesStatements: whether a plan is used more than once.
    init(statementTimeout: Duration?, lockTimeout: Duration?, preparesStatements: Bool) {
        // Compiling a statement takes longer than any here runs: 70 ms were seen for one of 1 ms, after the planner had
        // taken a few rows for many. Planning one takes longer than running it, ten times as long for a list, so a plan
        // serves for all values. And since it cannot know them, it must not think a table small, or a value common enough,
        // to be searched: whatever is asked here has an index. What is planned every time had better know the values: of
        // 64 partitions it then plans for one.
        values = [
            ("statement_timeout", Self.milliseconds(statementTimeout)),
            ("lock_timeout", Self.milliseconds(lockTimeout)),
            ("jit", "off"),
            ("plan_cache_mode", preparesStatements ? "force_generic_plan" : "force_custom_plan"),
            ("enable_seqscan", "off"),
        ]
        forTransaction = Statement("select \(Self.calls(values, isLocal: "true"))")
    }

    /// For the session when it is that of the server process with this number, else until the transaction's end; says
    /// whether it is another's. Not startup options: pgbouncer refuses those.
    func forSession(of process: Int32) -> SQL {
        """
        select p.is_pooled, \(Self.calls(values, isLocal: "p.is_pooled"))
        from (select pg_backend_pid() <> \(process)) p (is_pooled)
        """
    }

    private static func calls(_ values: [(name: String, value: String)], isLocal: SQL) -> SQL {
        values.map { "set_config('\(SQL(verbatim: $0.name))', '\(SQL(verbatim: $0.value))', \(isLocal))" as SQL }
            .joined(separator: ", ")
    }

    /// As PostgreSQL takes it; 0 is none.
    private static func milliseconds(_ timeout: Duration?) -> String {
        "\(timeout.map { min(max($0.milliseconds, 1), Int64(Int32.max)) } ?? 0)"
    }
}
