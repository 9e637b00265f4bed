import ArgumentParser
import Logging
import Notifications

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database up to date.",
        discussion: """
            Applies the migrations that the database lacks, in order, each in one transaction. Safe to run from several \
            machines at once; run again, it does nothing. `notify serve` does the same at its start.
            """)

    @OptionGroup var database: DatabaseOptions

    @Option(
        help: ArgumentHelp(
            "Partition the large tables by account, before there is anything in them.",
            discussion: """
                For an installation that knows it will be very large. It cannot be taken back, and costs a little with \
                every statement.
                """,
            valueName: "\(Schema.partitionCounts.lowerBound)-\(Schema.partitionCounts.upperBound)"))
    var partitions: Int?

    func validate() throws {
        guard let partitions, !Schema.partitionCounts.contains(partitions) else { return }
        let (least, most) = (Schema.partitionCounts.lowerBound, Schema.partitionCounts.upperBound)
        throw ValidationError("--partitions must be \(least) to \(most).")
    }

    func run() async throws {
        let settings = try database.settings()
        let logger = Logger(settings)
        try await database.withDatabase(settings, logger) { [partitions] configuration in
            try await configuration.migrate(logger)
            if let partitions {
                try await Schema.partition(into: partitions, on: configuration, logger: logger)
            }
            print("The database is up to date.")
        }
    }
}
