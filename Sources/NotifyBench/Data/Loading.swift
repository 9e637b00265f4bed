import Logging
import Notifications
import Postgres

/// Makes the data, the same at each run, in one transaction.
///
/// In order of time, every other notification is the big account's. Triggers and references are off meanwhile, so
/// what they would keep is written here.
struct Loading: Sendable {
    let population: Population
    let skew = Skew()
    private let configuration: Configuration
    private let logger: Logger

    init(_ population: Population, into url: String, logger: Logger) {
        self.population = population
        var configuration = Configuration(url: url)
        configuration.statementTimeout = .seconds(3600)
        self.configuration = configuration
        self.logger = logger
    }

    func run() async throws {
        _ = try await Schema.migrator(logger: logger).run(on: configuration)
        let pool = Pool(configuration, logger: logger)
        try await pool.transaction { transaction in
            // Ours alone, and superusers may: no trigger, no foreign key.
            _ = try await transaction.query("set local session_replication_role = replica")
            _ = try await transaction.query("set local synchronous_commit = off")
            // Tables are read whole here, otherwise than by the server.
            _ = try await transaction.query("set local enable_seqscan = on")
            _ = try await transaction.query("set local plan_cache_mode = auto")
            for statement in accounts { _ = try await transaction.query(statement) }
            let indexes = try await dropIndexes(transaction)
            _ = try await transaction.query(lanes)
            let block = 100_000
            for start in stride(from: 1, through: population.total, by: block) {
                try Task.checkCancellation()
                let end = min(start + block - 1, population.total)
                progress("making notifications \(start) to \(end) of \(population.total)")
                _ = try await transaction.query(notifications(start, end))
            }
            progress("making indexes")
            for index in indexes { _ = try await transaction.query(SQL(verbatim: index)) }
            progress("making read states")
            for statement in feeds + readStates { _ = try await transaction.query(statement) }
            _ = try await transaction.query("set local session_replication_role = origin")
            let recount = try await transaction.query("select to_regprocedure('notify.recount(bigint)') is not null")
            if try recount.first?.decode(Bool.self) == true {
                progress("counting")
                _ = try await transaction.query("select count(*) from notify.accounts a, lateral notify.recount(a.id)")
            }
        }
        await pool.close()
    }

    /// All of the notifications' but what a constraint stands on: made afterwards, they take a third of the time.
    /// - Returns: what makes them again.
    private func dropIndexes(_ transaction: Transaction) async throws -> [String] {
        let rows = try await transaction.query(
            """
            select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
            from pg_index i
            where i.indrelid = 'notify.notifications'::regclass
              and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
            """)
        _ = try await transaction.query("set local maintenance_work_mem = '256MB'")
        var definitions: [String] = []
        for row in rows {
            let (name, definition) = try row.decode(String.self, String.self)
            _ = try await transaction.query(SQL(verbatim: "drop index \(name)"))
            definitions.append(definition)
        }
        return definitions
    }

    private var accounts: [SQL] {
        let (accounts, members, sites) = (
            Population.accounts, Population.membersPerAccount, Population.sitesPerAccount
        )
        return [
            "insert into notify.accounts (id, name) select a, 'Account ' || a from generate_series(1, \(accounts)) a",
            """
            insert into notify.users (account_id, id, name, email, role)
            select a, a * 10 + m, 'Member ' || m, 'member' || m || '@account' || a || '.example',
                   case
                       when m = 1 then 'owner'
                       when m = 2 then 'admin'
                       when m <= 5 or a = \(Population.big) then 'editor'
                       else 'viewer'
                   end
            from generate_series(1, \(accounts)) a
            cross join generate_series(1, \(members)) m
            """,
            """
            insert into notify.users (account_id, id, name, role)
            select \(Population.big), u, 'Member ' || u, 'editor'
            from unnest(\((population.newcomers + population.nearlies).map(\.user))) u
            """,
            """
            insert into notify.sites (account_id, id, name)
            select a, a * 100 + s, 'Site ' || s
            from generate_series(1, \(accounts)) a
            cross join generate_series(1, \(sites)) s
            """,
            """
            insert into notify.readers (account_id, user_id, revision)
            select id, null, 0 from notify.accounts
            union all
            select account_id, id, 1 from notify.users
            """,
        ]
    }
}
