import ArgumentParser
import Logging
import Notifications
import Postgres

struct Seed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play the demo accounts into the database.",
        discussion: """
            Two small worlds: Northwind Media (account 1), busy, with four members, three sites and every type of \
            notification over the last days, partly read; and Juniper Studio (account 2), quiet. They go through the \
            service like real announcements. Run again, it changes nothing.
            """)

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let settings = try database.settings()
        let logger = Logger(settings)
        try await database.withDatabase(settings, logger) { configuration in
            try await configuration.migrate(logger)
            let pool = Pool(configuration, logger: logger)
            for world in try SeedWorld.all {
                let count = try await Seeder(pool).play(world)
                print(
                    count == 0
                        ? "Account \(world.account.id) is there already."
                        : "\(world.account.name) (account \(world.account.id)): \(count) notifications.")
            }
            await pool.close()
        }
    }
}
