import TestRedis
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TestRedisTests {
    @Test func `A persistent server knows after a kill what it was told before`() async throws {
        let server = try await TestRedis.start(password: "sesame", isPersistent: true)
        #expect(try await server.cli("SET", "a", "1") == "OK")
        await server.kill()
        await #expect(throws: TestRedisError.self) { try await server.cli("PING") }
        try await server.start()
        #expect(try await server.cli("GET", "a") == "1")
        try await server.restart()
        #expect(try await server.cli("GET", "a") == "1")
        await #expect(throws: TestRedisError.self) { try await server.cli("INCR") }
        await server.remove()
        await #expect(throws: TestRedisError.self) { try await server.cli("PING") }
    }
}
