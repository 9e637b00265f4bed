/// How to reach PostgreSQL and what to expect of it.
public struct Configuration: Sendable {
    /// A libpq URI (`postgres://user@host/database`) or `key=value` pairs. What it says beats our defaults.
    /// <https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING>
    public var url: String

    /// As it shows in `pg_stat_activity`.
    public var applicationName = "notify"

    /// Shared, pipelined connections. Two to four are enough for two cores.
    public var connections = 4

    /// At most so many at once that need a connection of their own: transactions, and what waits for a lock.
    public var exclusiveConnections = 4

    /// Callers whose statements one connection carries at a time.
    public var maximumInFlight = 64

    /// Callers that may wait for their turn; more are refused at once.
    public var maximumQueued = 4096

    /// For each attempt to connect, times the hosts that the URL names.
    public var connectTimeout: Duration = .seconds(5)

    /// PostgreSQL's `statement_timeout`: it cancels a statement that takes longer (57014). A connection that gives no
    /// sign for this and 5 seconds more is given up.
    public var statementTimeout: Duration = .seconds(30)

    /// How long a statement may wait for a lock on a shared connection, holding up those behind it; then it is sent again
    /// on a connection of its own, where it may wait for as long as a statement may take.
    public var lockTimeout: Duration = .milliseconds(200)

    /// How long a caller may wait to be sent.
    public var queueTimeout: Duration = .seconds(5)

    /// How long closing waits for what is under way.
    public var closeTimeout: Duration = .seconds(5)

    /// False behind a pooler that hands out connections by the transaction: then every statement goes unnamed, and what
    /// a session is set to goes along with every transaction.
    public var preparesStatements = true

    public init(url: String) {
        self.url = url
    }
}

extension Configuration: CustomStringConvertible, CustomReflectable {
    /// Without the URL: it may hold a password.
    public var description: String {
        "Configuration(applicationName: \(applicationName), connections: \(connections))"
    }

    public var customMirror: Mirror {
        Mirror(self, children: ["applicationName": applicationName, "connections": connections])
    }
}
