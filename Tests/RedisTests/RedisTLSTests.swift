import Logging
import Redis
import TestRedis
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RedisTLSTests {
    private func configuration(_ url: String, trusting file: String?) throws -> RedisConfiguration {
        try RedisConfiguration(url: url, certificateAuthorityFile: file)
    }

    @Test func `A certificate by the right authority is accepted, for its name and for its address`() async throws {
        let server = try await TestRedis.start(password: "sesame", tls: true)
        for url in [server.url, server.url.replacing("localhost", with: "127.0.0.1") + "/1"] {
            let redis = try await RedisConnection.connect(
                configuration(url, trusting: server.certificateAuthorityFile), logger: silent)
            let text = String(repeating: "x", count: 100_000)
            let replies = try await redis.pipeline(Array(repeating: ["ECHO", text], count: 50))
            #expect(replies == Array(repeating: .text(text), count: 50))
            await redis.close()
        }
        #expect(try await server.cli("PING") == "PONG")
        await server.remove()
    }

    @Test func `A subscriber hears over TLS, and does not linger`() async throws {
        let server = try await TestRedis.start(tls: true)
        let listening = try Listening(
            configuration(server.url, trusting: server.certificateAuthorityFile), channels: ["news"])
        await listening.expectSubscribed()
        _ = try await server.cli("PUBLISH", "news", "hello")
        #expect(await listening.payload() == .text("hello"))
        server.pause()
        await listening.stop()
        await server.remove()
    }

    @Test func `Another authority and another name are refused`() async throws {
        let server = try await TestRedis.start(tls: true, names: ["DNS:redis.example", "IP:127.0.0.2"])
        let other = try await TestRedis.start(tls: true)
        let cases = [
            (other.url, server.certificateAuthorityFile), (other.url, nil),
            (other.url, "/nonexistent.pem"), (server.url, server.certificateAuthorityFile),
            (server.url.replacing("localhost", with: "127.0.0.1"), server.certificateAuthorityFile),
        ]
        for (url, file) in cases {
            let configuration = try configuration(url, trusting: file)
            let error = await #expect(throws: RedisError.self, "\(url) \(file ?? "")") {
                try await RedisConnection.connect(configuration, logger: silent)
            }
            #expect(error?.code == .unreachable)
        }
        let listening = try Listening(configuration(other.url, trusting: nil), channels: ["news"])
        #expect(await listening.loss()?.code == .unreachable)
        await listening.stop()
        await server.remove()
        await other.remove()
    }
}
