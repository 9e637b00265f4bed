import Logging
import Redis
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RedisConnectionTests {
    @Test func `Strings come back as they went, whatever they hold`() async throws {
        let redis = try await Shared.connect()
        let texts = ["", "\u{0}", "\r\n", "*1\r\n", "日本 🎉", String(repeating: "x", count: 131_072)]
        for text in texts {
            #expect(try await redis.command(["SET", "round-trip", text]) == .text("OK"))
            #expect(try await redis.command(["GET", "round-trip"]).text == text)
        }
        let bytes = try await redis.command(["EVAL", "return '\\0\\r\\n\\255\\254'", "0"])
        #expect(bytes == .string([0, 13, 10, 255, 254]))
        #expect(bytes.text == nil)
        await redis.close()
    }

    @Test func `Replies of every kind have their value`() async throws {
        let redis = try await Shared.connect()
        #expect(try await redis.command(["GET", "nothing-here"]) == .null)
        #expect(try await redis.command(["BLPOP", "nothing-here", "0.01"]) == .null)
        #expect(try await redis.command(["SET", "number", "-9223372036854775808"]) == .text("OK"))
        #expect(try await redis.command(["INCRBY", "number", "1"]) == .integer(-9_223_372_036_854_775_807))
        #expect(try await redis.command(["LRANGE", "nothing-here", "0", "-1"]) == .array([]))
        let nested = try await redis.command(["EVAL", "return {1,{2,{'a',{}}},false,redis.status_reply('S')}", "0"])
        #expect(
            nested
                == .array([
                    .integer(1), .array([.integer(2), .array([.text("a"), .array([])])]), .null, .text("S"),
                ]))
        _ = try await redis.command(["XADD", "stream", "5-1", "field", "value", "é", ""])
        #expect(
            try await redis.command(["XRANGE", "stream", "-", "+"])
                == .array([.array([.text("5-1"), .array(["field", "value", "é", ""].map(RESPValue.text))])]))
        await redis.close()
    }

    @Test func `Ten thousand commands go at once, and not one more`() async throws {
        let redis = try await Shared.connect()
        let replies = try await redis.pipeline((0..<10_000).map { ["ECHO", "\($0)"] })
        #expect(replies == (0..<10_000).map { .text("\($0)") })
        #expect(await code { try await redis.pipeline(Array(repeating: ["PING"], count: 10_001)) } == .overloaded)
        #expect(try await redis.pipeline([]) == [])
        #expect(try await redis.command(["PING"]) == .text("PONG"))
        await redis.close()
    }

    @Test func `A thousand tasks get each its own reply`() async throws {
        let redis = try await Shared.connect()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<1_000 {
                group.addTask {
                    let reply = try await redis.command(["ECHO", "\(number)"])
                    #expect(reply == .text("\(number)"))
                }
            }
            try await group.waitForAll()
        }
        await redis.close()
    }

    @Test func `An error reply is thrown by a command and given by a pipeline`() async throws {
        let redis = try await Shared.connect()
        let error = await #expect(throws: RedisError.self) {
            try await redis.command(["XREADGROUP", "GROUP", "g", "c", "STREAMS", "no-stream", ">"])
        }
        #expect(error?.code == .refused)
        #expect(error?.prefix == "NOGROUP")
        let replies = try await redis.pipeline([["PING"], ["NONSENSE"], ["PING"]])
        #expect(replies.first == .text("PONG") && replies.last == .text("PONG"))
        guard case .error(let message) = replies[1] else { return #expect(Bool(false), "\(replies[1])") }
        #expect(message.hasPrefix("ERR unknown command"))
        #expect(await code { try await redis.command([]) } == .refused)
        #expect(try await redis.command(["PING"]) == .text("PONG"))
        await redis.close()
    }

    @Test func `A string over the limit is told by its length`() async throws {
        var configuration = try await Shared.configuration()
        configuration.maximumBulkBytes = 1_000
        let redis = try await RedisConnection.connect(configuration, logger: silent)
        _ = try await redis.command(["SETRANGE", "large", "4999999", "x"])
        let replies = try await redis.pipeline([["GET", "large"], ["MGET", "large", "none"], ["PING"]])
        #expect(replies == [.oversized(5_000_000), .array([.oversized(5_000_000), .null]), .text("PONG")])
        await redis.close()
    }

    @Test func `A blocking command may take longer than others, by its own timeout`() async throws {
        var configuration = try await Shared.configuration()
        configuration.commandTimeout = .milliseconds(100)
        let redis = try await RedisConnection.connect(configuration, logger: silent)
        let create = ["XGROUP", "CREATE", "blocking", "g", "$", "MKSTREAM"]
        _ = try await redis.command(create, timeout: .seconds(20))
        let read = ["XREADGROUP", "GROUP", "g", "c", "BLOCK", "300", "STREAMS", "blocking", ">"]
        #expect(try await redis.command(read, timeout: .seconds(20)) == .null)
        #expect(await code { try await redis.command(read) } == .timedOut)
        #expect(await code { try await redis.command(["PING"]) } == .connectionLost)
    }

    @Test func `The database of the URL is selected`() async throws {
        let url = try await Shared.url()
        let third = try await RedisConnection.connect(RedisConfiguration(url: url + "/3"), logger: silent)
        let first = try await Shared.connect()
        _ = try await third.command(["SET", "only-in-3", "x"])
        #expect(try await first.command(["GET", "only-in-3"]) == .null)
        let none = try RedisConfiguration(url: url + "/99")
        #expect(await code { try await RedisConnection.connect(none, logger: silent) } == .refused)
        await third.close()
        await first.close()
    }
}
