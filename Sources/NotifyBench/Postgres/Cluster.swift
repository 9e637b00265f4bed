import EmbeddedPostgres
import FoundationEssentials
import Glibc
import Logging

/// The private PostgreSQL in which all of this happens.
struct Cluster: Sendable {
    /// The data as they were made; nobody changes them.
    static let original = "notify_bench_original"
    /// The copy that this run works on.
    static let copy = "notify_bench_copy"

    /// Where the server's log begins each entry with the process and its transaction, see `StatementLog`.
    static let settings = [
        "log_line_prefix": StatementLog.prefix + "%p %v ", "log_duration": "off",
        "shared_buffers": "1GB", "max_wal_size": "4GB", "max_connections": "200",
    ]

    let postmaster: pid_t
    let log: String
    /// The socket's directory, and the superuser's name.
    private let host: String
    private let user: String

    /// Starts it, calls `body`, and stops it when `body` has ended.
    static func running(
        in directory: String, logger: Logger, _ body: @escaping @Sendable (Cluster) async throws -> Void
    ) async throws {
        let place = directory + "/postgres"
        let postgres = EmbeddedPostgres(directory: place, database: "postgres", settings: settings, logger: logger)
        try await postgres.run { url in
            guard let path = canonicalPath(place), let process = Postmaster(data: path + "/data").processID else {
                throw Programs.Failure(description: "PostgreSQL is not where it was started.")
            }
            let words = url.split(separator: " ").map { $0.split(separator: "=", maxSplits: 1) }
            let parts = Dictionary(words.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
            guard let host = parts["host"], let user = parts["user"], !url.contains("'") else {
                throw Programs.Failure(description: "The directory's path must be of letters, digits, ., _, - and /.")
            }
            try await body(
                Cluster(
                    postmaster: process, log: path + "/postgres.log", host: String(host), user: String(user)))
        }
    }

    /// For libpq, pgbench and `notify` alike.
    func url(_ database: String) -> String {
        "postgres:///\(database)?host=\(host.replacing("/", with: "%2F"))&port=5432&user=\(user)"
    }

    @discardableResult
    func execute(_ sql: String, in database: String = Cluster.copy) async throws -> [[String?]] {
        try await perform(sql, at: url(database))
    }

    /// The only value of the only row.
    func value(_ sql: String, in database: String = Cluster.copy) async throws -> String? {
        try await execute(sql, in: database).first?.first ?? nil
    }

    func number(_ sql: String, in database: String = Cluster.copy) async throws -> Int {
        Int(try await value(sql, in: database) ?? "") ?? 0
    }

    /// Statements for the role that we and the server connect as, from the next connection on.
    func configure(_ settings: [String: String]?) async throws {
        guard let settings else {
            try await execute("alter role \(user) reset all")
            return
        }
        for (name, value) in settings { try await execute("alter role \(user) set \(name) = '\(value)'") }
    }

    /// Waits, for at most two minutes, until the server has nothing under way.
    func settle() async throws {
        for _ in 1...1200 {
            let active = try await number(
                "select count(*) from pg_stat_activity where application_name = 'notify' and state = 'active'")
            if active == 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    func exists(_ database: String) async throws -> Bool {
        try await number("select count(*) from pg_database where datname = '\(database)'", in: "postgres") == 1
    }

    func drop(_ database: String) async throws {
        // No "if exists": its notice would be shown.
        if try await exists(database) { try await execute("drop database \(database) with (force)", in: "postgres") }
    }

    func copyOriginal() async throws {
        try await drop(Cluster.copy)
        try await execute(
            "create database \(Cluster.copy) template \(Cluster.original) strategy file_copy", in: "postgres")
        try await execute("checkpoint", in: "postgres")
    }
}

/// Outside the type, whose method of the same name would be found first.
private func perform(_ sql: String, at url: String) async throws -> [[String?]] {
    try await execute(sql, at: url)
}
