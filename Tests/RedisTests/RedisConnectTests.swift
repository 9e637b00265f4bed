import Logging
import Redis
import TestRedis
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RedisConnectTests {
    private func failure(_ url: String, timeout: Duration = .seconds(20)) async throws -> RedisError? {
        var configuration = try RedisConfiguration(url: url)
        configuration.connectTimeout = timeout
        return await #expect(throws: RedisError.self) {
            try await RedisConnection.connect(configuration, logger: silent)
        }
    }

    @Test func `A password is needed, and the right one, percent-encoded in the URL`() async throws {
        let password = "p\u{e4} ss:w@rd/%?#"
        let server = try await TestRedis.start(password: password)
        let redis = try await RedisConnection.connect(RedisConfiguration(url: server.url), logger: silent)
        #expect(try await redis.command(["ACL", "WHOAMI"]).text == "default")
        _ = try await redis.command(["ACL", "SETUSER", "anna", "on", ">s\u{e9}same:1", "~*", "+@all"])
        let anna = try RedisConfiguration(url: "redis://anna:s%c3%A9same%3A1@127.0.0.1:\(server.port)")
        let other = try await RedisConnection.connect(anna, logger: silent)
        #expect(try await other.command(["ACL", "WHOAMI"]).text == "anna")
        #expect(try await server.cli("PING") == "PONG")

        for (credentials, prefix) in [("", "NOAUTH"), (":wrong@", "WRONGPASS"), ("anna:wrong@", "WRONGPASS")] {
            let error = try await failure("redis://\(credentials)127.0.0.1:\(server.port)/1")
            #expect(error?.code == .refused)
            #expect(error?.prefix == prefix)
        }
        await redis.close()
        await other.close()
        await server.remove()
    }

    @Test func `A port where nobody listens is unreachable, and so is a name that nobody has`() async throws {
        let server = try await TestRedis.start()
        await server.stop()
        #expect(try await failure(server.url)?.code == .unreachable)
        #expect(try await failure("redis://nobody.invalid")?.code == .unreachable)
        await server.remove()
    }

    @Test func `A port that says nothing is given up in time`() async throws {
        let peer = try await Peer.start()
        #expect(try await failure(peer.url, timeout: .milliseconds(200))?.code == .timedOut)
        let address = try #require(
            RedisConfiguration(url: peer.url).description.split(separator: "/").dropFirst().first)
        #expect(try await failure("rediss://\(address)", timeout: .milliseconds(200))?.code == .timedOut)
        #expect(try await failure(peer.url, timeout: .seconds(-1))?.code == .timedOut)
        await peer.close()
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", RedisError.Code.protocolViolation), ("\u{0}\u{1}", .protocolViolation),
        ("+OK\n", .protocolViolation), ("+UNASKED\r\n+FOR\r\n", .protocolViolation),
        ("$9999999999\r\n", .protocolViolation),
        ("-LOADING Redis is loading the dataset in memory\r\n", .refused), ("-DENIED protected mode\r\n", .refused),
    ])
    func `A peer that talks garbage, or refuses, is left`(greeting: String, code: RedisError.Code) async throws {
        let peer = try await Peer.start { _ in greeting }
        #expect(try await failure(peer.url)?.code == code)
        await peer.close()
        // Without being asked, before or after the first command is on its way.
        let forward = try await Peer.start(greeting: greeting)
        #expect(try await failure(forward.url)?.code == code)
        await forward.close()
    }

    @Test func `A peer that closes at once is unreachable`() async throws {
        let peer = try await Peer.start { _ in nil }
        #expect(try await failure(peer.url)?.code == .unreachable)
        await peer.close()
    }

    @Test func `What a server refuses in the middle of the greeting is told, though it closes the connection`()
        async throws
    {
        let server = try await TestRedis.start(password: "sesame")
        _ = try await server.cli("CONFIG", "SET", "maxclients", "1")
        let configuration = try RedisConfiguration(url: server.url + "/1")
        let redis = try await RedisConnection.connect(configuration, logger: silent)
        let error = try await failure(server.url + "/1")
        #expect(error?.message == "ERR max number of clients reached")
        await redis.close()
        await server.remove()
    }

    @Test func `A password does not show in what a peer answers to it`() async throws {
        let peer = try await Peer.start { "-ERR what is \($0.replacing("\r\n", with: " "))?\r\n" }
        let error = try await failure(peer.url.replacing("redis://", with: "redis://:sesame@"))
        #expect(error?.code == .refused)
        #expect(error?.message.contains("sesame") == false)
        await peer.close()
    }

    @Test func `Connecting ends at once when it is cancelled`() async throws {
        let peer = try await Peer.start()
        var configuration = try RedisConfiguration(url: peer.url)
        configuration.connectTimeout = .seconds(100_000)
        let task = Task { [configuration] in try await RedisConnection.connect(configuration, logger: silent) }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        #expect(await code { try await task.value } == .closed)
        await peer.close()
    }
}
