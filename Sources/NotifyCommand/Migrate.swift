import ArgumentParser
import Logging

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database up to date.",
        discussion: """
            Applies the migrations that the database lacks, in order, each in one transaction. Safe to run from several \
            machines at once; run again, it does nothing. `notify serve` does the same at its start.
            """)

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let settings = try database.settings()
        let logger = Logger(settings)
        try await database.withDatabase(settings, logger) { configuration in
            try await configuration.migrate(logger)
            print("The database is up to date.")
        }
    }
}
