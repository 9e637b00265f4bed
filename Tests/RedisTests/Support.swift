import Logging
import Redis
import TestRedis
import Testing

let silent = Logger(label: "redis") { _ in SwiftLogNoOpLogHandler() }

/// One server for all tests that only send commands, each with keys of its own. It ends with the process.
enum Shared {
    private static let server = Task { try await TestRedis.start() }

    static func url() async throws -> String { try await server.value.url }

    static func configuration() async throws -> RedisConfiguration { try await RedisConfiguration(url: url()) }

    static func connect() async throws -> RedisConnection {
        try await RedisConnection.connect(configuration(), logger: silent)
    }
}

extension RESPValue {
    /// A string, as a test writes it.
    static func text(_ text: String) -> RESPValue { .string(Array(text.utf8)) }
}

/// The code of the error that the body throws; nil, and an issue, when it throws none.
func code<Result>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Result
) async -> RedisError.Code? {
    await #expect(throws: RedisError.self, sourceLocation: sourceLocation) { _ = try await body() }?.code
}
