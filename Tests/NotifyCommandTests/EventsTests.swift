import FoundationEssentials
import Glibc
import Logging
import Notifications
import Redis
import Subprocess
import Synchronization
import TestRedis
import Testing

/// The built program with a real Redis beside it.
@Suite struct EventsTests {
    private static let count = 10_000

    /// Nothing that was added to a stream is lost or doubled, whatever ends when.
    @Test func `10,000 events added while it was down survive a kill -9 and a restart of Redis`() async throws {
        let redis = try await TestRedis.start(isPersistent: true)
        let directory = "/tmp/notify-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await Self.addEvents(to: redis)
        let environment = ["REDIS_URL": redis.url, "REDIS_CLAIM_AFTER": "2", "LOG_LEVEL": "error"]

        _ = try await RunningNotify.serving(in: directory, environment: environment) { notify async throws in
            let enough = Int.random(in: 100...4000)
            while try await notify.published().count < enough { try await Task.sleep(for: .milliseconds(20)) }
            kill(notify.process, SIGKILL)
        }
        let status = try await RunningNotify.serving(in: directory, environment: environment) { notify async throws in
            let before = try await notify.published().count
            #expect(before < Self.count, "it was killed in the middle of it")
            while try await notify.published().count < (before + Self.count) / 2 {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await redis.restart()
            var last = 0
            for _ in 0..<600 where last < Self.count {
                try await Task.sleep(for: .milliseconds(200))
                last = try await notify.published().count
            }
            #expect(last == Self.count)
            var numbers: [Int64] = []
            var path: String? = "/api/v1/notifications/?notification_type=content.published&page_size=100&cursor="
            while let next = path {
                let page = try await notify.page(next)
                numbers += page.numbers
                path = page.next
            }
            #expect(numbers.count == Self.count)
            #expect(Set(numbers).count == Self.count, "each once")
            for _ in 0..<100 {
                if try await Self.pending(in: redis) == 0 { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try await Self.pending(in: redis) == 0, "all are acknowledged")
            kill(notify.process, SIGTERM)
        }
        #expect(status == .exited(0))
        await redis.remove()
    }

    private static func addEvents(to redis: TestRedis) async throws {
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let connection = try await RedisConnection.connect(RedisConfiguration(url: redis.url), logger: logger)
        for start in stride(from: 0, to: count, by: 1000) {
            let commands = (start..<start + 1000).map { number in
                let payload = #"{"title": "Post \#(number)", "created_by": 1, "account_id": 1, "number": \#(number)}"#
                return ["XADD", "orion.content.published", "*", "payload", payload]
            }
            _ = try await connection.pipeline(commands)
        }
        await connection.close()
    }

    private static func pending(in redis: TestRedis) async throws -> Int? {
        let answer = try await redis.cli("XPENDING", "orion.content.published", "notify")
        return Int(answer.prefix { $0.isNumber })
    }
}

extension RunningNotify {
    fileprivate struct Page: Decodable {
        struct Item: Decodable {
            let metadata: [String: Int64]
        }

        let count: Int
        let next: String?
        let results: [Item]

        var numbers: [Int64] { results.compactMap { $0.metadata["number"] } }
    }

    /// The first of what the events have become.
    fileprivate func published() async throws -> Page {
        try await page("/api/v1/notifications/?notification_type=content.published&page_size=1")
    }

    fileprivate func page(_ path: String) async throws -> Page {
        let (status, body) = try await send("GET", path)
        try #require(status == 200)
        return try JSONDecoder().decode(Page.self, from: Data(body.utf8))
    }
}
