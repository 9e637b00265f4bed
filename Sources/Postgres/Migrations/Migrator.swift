import Logging

/// Brings a database up to date. Forward only; applied files are never edited.
///
/// What was applied stands in `schema_migrations`, in the same schema as all that the migrations make. Several processes
/// may start at once: one applies, the others wait and find it done.
public struct Migrator: Sendable {
    let migrations: [Migration]
    private let schema: String
    private let logger: Logger

    /// - Parameter schema: where the migrations run, made when missing: while they do, it is all of the search path.
    public init(_ migrations: [Migration], schema: String = "public", logger: Logger) {
        self.migrations = migrations
        self.schema = "\"" + schema.replacing("\"", with: "\"\"") + "\""
        self.logger = logger
    }

    /// Applies what is missing, in order, each in its own transaction, and returns it.
    ///
    /// Runs on a connection of its own without a statement timeout; cancelling the task does not stop it. Throws
    /// `.migration` when an applied file was edited, when the database knows a number that we do not, or when a file
    /// fails; what that one did is then rolled back, those before it stay.
    public func run(on configuration: Configuration) async throws(PostgresError) -> [Migration] {
        let migrations = try migrations.inOrder()
        return try await Thread.run("postgres migrate") { [logger] () throws(PostgresError) in
            let session: Session
            do throws(Session.OpenFailure) {
                session = try Session.open(configuration, statementTimeout: nil, logger: logger)
            } catch {
                throw error.error
            }
            return try apply(migrations, in: session)
        }
    }

    /// What this program needs and the database lacks. A database that is newer has it all: during a rolling upgrade
    /// the older programs go on. Throws `.migration` when an applied file was edited.
    public func pending(_ pool: Pool) async throws(PostgresError) -> [Migration] {
        let migrations = try migrations.inOrder()
        let exists = try await pool.read("select to_regclass(\(table)) is not null")
        guard try Migrator.isTrue(exists) else { return migrations }
        return try Migrator.missing(migrations, in: await pool.read(comparison(migrations)), mayBeNewer: true)
    }

    /// The table of what was applied, quoted.
    var table: String { schema + ".schema_migrations" }

    private func apply(_ migrations: [Migration], in session: Session) throws(PostgresError) -> [Migration] {
        var applied: [Migration] = []
        try begin(session)
        // No "if not exists": its notice would be logged at every start.
        if try !Migrator.isTrue(session.query("select to_regnamespace(\(schema)) is not null")) {
            try session.execute("create schema \(schema)")
        }
        if try !Migrator.isTrue(session.query("select to_regclass(\(table)) is not null")) {
            try session.execute(definition)
        }
        var missing = try Migrator.missing(migrations, in: session.query(comparison(migrations)))
        try session.execute("commit")
        while let next = missing.first {
            try begin(session)
            // Another process may have been quicker.
            missing = try Migrator.missing(migrations, in: session.query(comparison(migrations)))
            if missing.first == next {
                try apply(next, in: session)
                applied.append(next)
                missing.removeFirst()
                logger.info("applied a migration", metadata: ["migration": "\(next.name)"])
            }
            try session.execute("commit")
        }
        return applied
    }

    private func apply(_ migration: Migration, in session: Session) throws(PostgresError) {
        do throws(PostgresError) {
            try session.execute(migration.sql)
            guard session.isInTransaction else {
                throw PostgresError(.refused, "it must not contain begin, commit or rollback")
            }
            _ = try session.query(
                """
                insert into \(SQL(verbatim: table)) (number, name, checksum)
                values (\(migration.number)::int, \(migration.name),
                        encode(sha256(convert_to(\(migration.sql), 'UTF8')), 'hex'))
                """)
        } catch {
            throw PostgresError(.migration, "\(migration.name) failed: \(error)")
        }
    }

    /// All of it lasts until the transaction's end, so it works behind a pooler too. The lock's number is ours alone.
    private func begin(_ session: Session) throws(PostgresError) {
        try session.execute(
            """
            begin; \(session.settings.forTransaction.text); select pg_advisory_xact_lock(7022816130405622);
            set local search_path = \(schema)
            """)
    }

    private static func isTrue(_ rows: Rows) throws(PostgresError) -> Bool {
        guard let row = rows.first else { return false }
        return try row.decode(Bool.self)
    }

    private var definition: String {
        """
        create table \(table) (
            number int constraint schema_migrations_pkey primary key,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default clock_timestamp()
        )
        """
    }
}
