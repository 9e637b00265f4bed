import Logging
import Redis
import TestRedis
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RedisSubscriberTests {
    @Test func `Ten thousand messages arrive in order, of all channels and of no other`() async throws {
        let listening = try await Listening(Shared.configuration(), channels: ["orders", "users \u{e9}"])
        await listening.expectSubscribed()
        let redis = try await Shared.connect()
        let commands = (0..<10_000).map { ["PUBLISH", $0.isMultiple(of: 2) ? "orders" : "users \u{e9}", "\($0)"] }
        #expect(try await redis.command(["PUBLISH", "others", "x"]) == .integer(0))
        #expect(try await redis.pipeline(commands) == Array(repeating: .integer(1), count: 10_000))
        for number in 0..<10_000 {
            guard case .message(let channel, let payload) = await listening.next() else {
                Issue.record("no message")
                return
            }
            #expect(channel == commands[number][1])
            #expect(payload == .text("\(number)"))
        }
        await listening.stop()
        await redis.close()
    }

    @Test func `A payload over the limit is skipped, and the next is intact`() async throws {
        var configuration = try await Shared.configuration()
        configuration.maximumBulkBytes = 1_000
        let listening = Listening(configuration, channels: ["large"])
        await listening.expectSubscribed()
        let redis = try await Shared.connect()
        _ = try await redis.pipeline([
            ["EVAL", "return redis.call('PUBLISH', 'large', string.rep('x', 20000000))", "0"],
            ["EVAL", "return redis.call('PUBLISH', 'large', '\\0\\255')", "0"], ["PUBLISH", "large", ""],
        ])
        #expect(await listening.payload() == .oversized(20_000_000))
        #expect(await listening.payload() == .string([0, 255]))
        #expect(await listening.payload() == .text(""))
        await listening.stop()
        await redis.close()
    }

    @Test func `A server that comes back is subscribed to again`() async throws {
        let server = try await TestRedis.start()
        let listening = try Listening(RedisConfiguration(url: server.url), channels: ["news"])
        await listening.expectSubscribed()
        for round in 0..<2 {
            if round == 0 {
                try await server.restart()
            } else {
                await server.kill()
                try await server.start()
            }
            #expect(await listening.loss()?.code == .connectionLost)
            await listening.resubscribed()
            #expect(try await server.cli("PUBLISH", "news", "round \(round)") == "1")
            #expect(await listening.payload() == .text("round \(round)"))
        }
        await listening.stop()
        await server.remove()
    }

    @Test func `A server that falls silent is noticed, and one that is only quiet is not lost`() async throws {
        let server = try await TestRedis.start()
        var configuration = try RedisConfiguration(url: server.url)
        configuration.pingInterval = .milliseconds(20)
        configuration.pongTimeout = .seconds(3)
        configuration.connectTimeout = .seconds(2)
        let listening = Listening(configuration, channels: ["news"])
        await listening.expectSubscribed()
        // It is asked again and again, and answers.
        while try await !server.cli("INFO", "commandstats").contains("cmdstat_ping:calls=") {}
        try await Task.sleep(for: .milliseconds(100))
        _ = try await server.cli("PUBLISH", "news", "still here")
        #expect(await listening.payload() == .text("still here"))
        server.pause()
        #expect(await listening.loss()?.message == "the server gives no sign any more")
        #expect(await listening.loss()?.code == .timedOut)
        server.resume()
        await listening.resubscribed()
        _ = try await server.cli("PUBLISH", "news", "again")
        #expect(await listening.payload() == .text("again"))
        await listening.stop()
        await server.remove()
    }

    @Test func `A slow handler holds up the sender, not our memory, and loses nothing`() async throws {
        let server = try await TestRedis.start()
        let gate = AsyncStream.makeStream(of: Void.self)
        var configuration = try RedisConfiguration(url: server.url)
        configuration.pingInterval = .milliseconds(20)
        configuration.pongTimeout = .milliseconds(1_500)
        let listening = Listening(configuration, channels: ["bulk"]) { for await _ in gate.stream {} }
        await listening.expectSubscribed()
        _ = try await server.cli("CONFIG", "SET", "client-output-buffer-limit", "pubsub 0 0 0")
        let publish = "for i = 1, 1024 do redis.call('PUBLISH', 'bulk', i .. string.rep('x', 65000)) end"
        _ = try await server.cli("EVAL", publish, "0")
        // Sockets hold some megabytes of the 64; the rest waits in Redis for as long as we do not read.
        try await Task.sleep(for: .milliseconds(1_800))
        let client = try await server.cli("CLIENT", "LIST", "TYPE", "pubsub")
        let waiting = client.split(separator: " ").first { $0.hasPrefix("omem=") }.flatMap { Int($0.dropFirst(5)) }
        #expect(try #require(waiting) > 32_000_000)
        gate.continuation.finish()
        for number in 1...1024 {
            let payload = await listening.payload()?.text
            #expect(payload?.prefix { $0 != "x" } == "\(number)")
        }
        await listening.stop()
        await server.remove()
    }

    @Test func `What refuses, is not there or talks nonsense is told each time`() async throws {
        let server = try await TestRedis.start(password: "sesame")
        let refused = try Listening(RedisConfiguration(url: "redis://:wrong@127.0.0.1:\(server.port)"), channels: ["a"])
        #expect(await refused.loss()?.prefix == "WRONGPASS")
        #expect(await refused.loss()?.prefix == "WRONGPASS")
        await refused.stop()
        await server.remove()
        let absent = try Listening(RedisConfiguration(url: server.url), channels: ["a"])
        #expect(await absent.loss()?.code == .unreachable)
        #expect(await absent.loss()?.code == .unreachable)
        await absent.stop()
        let leaving = try await Peer.start { _ in nil }
        let left = try Listening(RedisConfiguration(url: leaving.url), channels: ["a"])
        #expect(await left.loss()?.code == .unreachable)
        await left.stop()
        await leaving.close()
        for nonsense in [
            "HTTP/1.1 400\r\n", "+OK\r\n", ":1\r\n", "*1\r\n:1\r\n", "*3\r\n$3\r\nfoo\r\n$0\r\n\r\n:1\r\n",
        ] {
            let peer = try await Peer.start { _ in nonsense }
            let listening = try Listening(RedisConfiguration(url: peer.url), channels: ["a"])
            #expect(await listening.loss()?.code == .protocolViolation)
            await listening.stop()
            await peer.close()
        }
    }

    @Test func `It ends at once when it is cancelled, whatever it is at`() async throws {
        // Subscribed and idle.
        let idle = try await Listening(Shared.configuration(), channels: ["a"])
        await idle.expectSubscribed()
        await idle.stop()
        // Waiting for a peer that says nothing.
        let peer = try await Peer.start()
        var configuration = try RedisConfiguration(url: peer.url)
        configuration.connectTimeout = .seconds(100_000)
        let mute = Listening(configuration, channels: ["a"])
        try await Task.sleep(for: .milliseconds(20))
        await mute.stop()
        await peer.close()
        // Between two attempts.
        let pausing = Listening(configuration, channels: ["a"])
        #expect(await pausing.loss()?.code == .unreachable)
        await pausing.stop()
        // Before it began.
        let subscriber = RedisSubscriber(configuration, channels: ["a"], logger: silent)
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await subscriber.run { _ in Issue.record("an event after the end") }
        }.value
    }
}
