import Subprocess
import TestDatabase
import Testing

@Suite struct PartitionsOptionTests {
    /// What it says when it fails; nil when it does not.
    private func partition(into count: Int, _ database: [String: String]) async throws -> String? {
        let result = try await RunningNotify.run(["migrate", "--partitions", "\(count)"], environment: database)
        if result.status.isSuccess { return nil }
        #expect(result.status == .exited(1) && result.output.isEmpty)
        return result.error
    }

    @Test func `migrate partitions an empty database, once`() async throws {
        let database = ["DATABASE_URL": TestDatabase.url(of: try await TestDatabase.shared.makeDatabase())]
        for _ in 1...2 { #expect(try await partition(into: 3, database) == nil) }
        #expect(try await partition(into: 4, database)?.contains("into 3 and not 4") == true)
        let seed = try await RunningNotify.run(["seed"], environment: database)
        #expect(seed.status.isSuccess, "\(seed.error)")
        #expect(try await partition(into: 3, database) == nil)
    }

    @Test func `migrate leaves a database with notifications as it is`() async throws {
        let database = ["DATABASE_URL": TestDatabase.url(of: try await TestDatabase.shared.makeDatabase())]
        #expect(try await RunningNotify.run(["migrate"], environment: database).status.isSuccess)
        #expect(try await RunningNotify.run(["seed"], environment: database).status.isSuccess)
        #expect(try await partition(into: 3, database)?.contains("only empty tables") == true)
        #expect(try await RunningNotify.run(["migrate"], environment: database).status.isSuccess)
    }

    @Test(arguments: ["1", "257", "-2", "many"])
    func `a number of partitions that cannot be is wrong usage`(number: String) async throws {
        let result = try await RunningNotify.run(["migrate", "--partitions=\(number)"])
        #expect(result.status == .exited(64))
        #expect(result.error.contains("--partitions"))
    }
}
