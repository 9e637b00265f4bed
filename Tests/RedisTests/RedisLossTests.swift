import Logging
import Redis
import TestRedis
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RedisLossTests {
    @Test func `A server that dies fails everything in flight`() async throws {
        let server = try await TestRedis.start()
        let redis = try await RedisConnection.connect(RedisConfiguration(url: server.url), logger: silent)
        let codes = await withTaskGroup { group in
            for number in 0..<20 {
                group.addTask { await code { try await redis.command(["BLPOP", "key-\(number)", "0"]) } }
            }
            while (try? await server.cli("INFO", "clients"))?.contains("blocked_clients:1") == false {}
            await server.kill()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: .connectionLost, count: 20))
        #expect(await code { try await redis.command(["PING"]) } == .connectionLost)
        await redis.close()
        await server.remove()
    }

    @Test func `A cancelled command takes the connection with it`() async throws {
        let redis = try await Shared.connect()
        let blocked = Task { try await redis.command(["BLPOP", "nobody-pushes", "0"], timeout: .seconds(60)) }
        while try await blockedClients() == 0 {}
        let behind = Task { try await redis.command(["PING"], timeout: .seconds(60)) }
        blocked.cancel()
        #expect(await code { try await blocked.value } == .closed)
        #expect(await code { try await behind.value } == .connectionLost)
        #expect(await code { try await redis.command(["PING"]) } == .connectionLost)
    }

    @Test func `A command of a cancelled task is not sent`() async throws {
        let redis = try await Shared.connect()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await redis.command(["PING"])
        }
        #expect(await code { try await task.value } == .closed)
        #expect(try await redis.command(["PING"]) == .text("PONG"))
        await redis.close()
    }

    @Test func `Closing fails what is in flight and what comes later`() async throws {
        let redis = try await Shared.connect()
        async let blocked = code { try await redis.command(["BLPOP", "nobody-pushes-either", "0"]) }
        async let closing: Void = redis.close()
        #expect(await blocked == .closed)
        await closing
        await redis.close()
        #expect(await code { try await redis.command(["PING"]) } == .closed)
    }

    @Test func `A reply that nobody asked for ends the connection`() async throws {
        let peer = try await Peer.start { $0.contains("PING") ? "+PONG\r\n" : "+1\r\n+2\r\n" }
        let redis = try await RedisConnection.connect(RedisConfiguration(url: peer.url), logger: silent)
        #expect(try await redis.command(["ONE"]) == .text("1"))
        #expect(await code { try await redis.command(["ONE"]) } == .protocolViolation)
        await peer.close()
    }

    @Test func `Replies come apart in order when the peer sends them all at once`() async throws {
        let peer = try await Peer.start { text in
            text.contains("PING") ? "+PONG\r\n" : String(repeating: ":1\r\n", count: text.count { $0 == "*" })
        }
        let redis = try await RedisConnection.connect(RedisConfiguration(url: peer.url), logger: silent)
        #expect(try await redis.pipeline([["A"], ["B"], ["C"]]) == [.integer(1), .integer(1), .integer(1)])
        await redis.close()
        await peer.close()
    }

    private func blockedClients() async throws -> Int {
        let redis = try await Shared.connect()
        let clients = try await redis.command(["CLIENT", "LIST"]).text ?? ""
        await redis.close()
        return clients.split(separator: "\n").count { $0.contains("cmd=blpop") }
    }
}
