import Postgres
import TestDatabase
import Testing

@Suite struct ConnectingTests {
    private func error(_ url: String) async -> PostgresError? {
        var configuration = Configuration(url: url)
        configuration.queueTimeout = .seconds(20)
        let pool = Pool(configuration, logger: silent)
        let error = await #expect(throws: PostgresError.self) { try await pool.read("select 1") }
        await pool.close()
        return error
    }

    @Test(.timeLimit(.minutes(5))) func `an unknown database is reported at once`() async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        let name: String = try await Pool(Configuration(url: url), logger: silent).value("select current_database()")
        let start = ContinuousClock.now
        let parts = url.split(separator: name, maxSplits: 1)
        let error = await error("\(parts[0])nowhere\(parts.dropFirst().joined())")
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("database \"nowhere\" does not exist") == true)
        #expect(error?.message.contains("3D000") == false)
        #expect(start.duration(to: .now) < .seconds(15))
    }

    @Test(arguments: [
        "postgres://me:s3cret/x@host/db", "postgres://me:s3c@ret@host/db", "s3cret", "postgres://me:s3cret@[::1/db",
        "host=/nowhere password=s3cret", "postgres://me:s3cret@/db?host=/nowhere", "postgres://me:s3cret@127.0.0.1:1/x",
        "postgres://me@/db?pasword=s3cret",
    ])
    func `no error shows a password`(url: String) async throws {
        var configuration = Configuration(url: url)
        configuration.queueTimeout = .milliseconds(100)
        let pool = Pool(configuration, logger: silent)
        let error = await #expect(throws: PostgresError.self) { try await pool.read("select 1") }
        #expect(error?.code == .unreachable)
        #expect(!"\(String(describing: error)) \(configuration)".contains("s3c"))
        await pool.close()
    }

    @Test func `what the URL says beats our defaults`() async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        let mark = url.contains("://") ? (url.contains("?") ? "&" : "?") : " "
        let pool = Pool(Configuration(url: url + mark + "application_name=mine"), logger: silent)
        #expect(try await pool.value("select current_setting('application_name')") == "mine")
        #expect(try await pool.value("select current_setting('statement_timeout')") == "30s")
        #expect(try await pool.value("select current_setting('client_encoding')") == "UTF8")
    }
}
