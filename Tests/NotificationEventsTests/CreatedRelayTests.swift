import FoundationEssentials
import Notifications
import Postgres
import Redis
import TestRedis
import Testing

@testable import NotificationEvents

@Suite struct CreatedRelayTests {
    @Test func `a new notification is told of with all that the document shows`() async throws {
        try await EventWorld.with { world in
            let uuid = try #require(UUID(uuidString: "0D1A1F0C-0000-4000-8000-00000000000A"))
            try await world.member(1, of: 7)
            try await world.member(2, of: 7, uuid: uuid)
            let relay = CreatedRelay(
                redis: world.configuration, pool: world.pool, catalogue: .standard, logger: EventWorld.logger)
            let service = NotificationService(world.pool) { relay.submit($0) }
            try await world.listening { heard in
                let task = Task { await relay.run() }
                let draft = NotificationDraft(
                    Envelope(account: 7), type: "system_info", title: "Tea \"&\" / \\ 茶", message: "One\nTwo\u{7F}",
                    metadata: ["n": 9_007_199_254_740_993, "list": [true, 1, "x"]])
                let made = try #require(try await service.create(draft)?.notification)
                let personal = NotificationDraft(
                    Envelope(account: 7, audience: .user(2)), type: "system_info", title: "Plain")
                let second = try #require(try await service.create(personal)?.notification)
                relay.close()
                await task.value
                try await eventually("all is heard") { heard.payloads.count == 3 }
                let common: [String: JSONValue] = [
                    "id": .string(made.id.uuid.uuidString.lowercased()), "account_id": 7, "type": "system_info",
                    "title": "Tea \"&\" / \\ 茶", "body": "One\nTwo\u{7F}",
                    "metadata": ["n": 9_007_199_254_740_993, "list": [true, 1, "x"]], "is_read": false,
                    "read_at": .null, "created_at": .string(Timestamp(made.createdAt).text),
                ]
                let objects = try heard.objects
                #expect(objects[0] == common.merging(["user_id": "1"]) { $1 })
                #expect(objects[1] == common.merging(["user_id": "0d1a1f0c-0000-4000-8000-00000000000a"]) { $1 })
                #expect(objects[2]["body"] == .null)
                #expect(objects[2]["metadata"] == [:])
                #expect(objects[2]["id"] == .string(second.id.uuid.uuidString.lowercased()))
                #expect(objects[2]["user_id"] == "0d1a1f0c-0000-4000-8000-00000000000a")
            }
        }
    }

    @Test func `everybody in a large account is told once`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            _ = try await world.pool.write(
                "insert into notify.users (account_id, id, role) select 1, n, 'viewer' from generate_series(2, 2500) n")
            let relay = CreatedRelay(
                redis: world.configuration, pool: world.pool, catalogue: .standard, logger: EventWorld.logger)
            let service = NotificationService(world.pool) { relay.submit($0) }
            try await world.listening { heard in
                let task = Task { await relay.run() }
                try await service.create(NotificationDraft(Envelope(account: 1), type: "system_info", title: "All"))
                relay.close()
                await task.value
                try await eventually("all are told") { heard.payloads.count == 2500 }
                #expect(try Set(heard.objects.map { $0["user_id"] }).count == 2500)
            }
        }
    }

    @Test func `while Redis is away nothing waits for it, and it goes on when it is back`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            let relay = CreatedRelay(
                redis: world.configuration, pool: world.pool, catalogue: .standard, logger: EventWorld.logger)
            let service = NotificationService(world.pool) { relay.submit($0) }
            let task = Task { await relay.run() }
            let draft = NotificationDraft(Envelope(account: 1), type: "system_info", title: "News")
            try await service.create(draft)
            await world.redis.stop()
            for _ in 0..<50 { try await service.create(draft) }
            try await world.redis.start()
            try await world.listening { heard in
                try await eventually("one is told of again") {
                    try await service.create(draft)
                    return !heard.payloads.isEmpty
                }
            }
            relay.close()
            await task.value
        }
    }

    @Test func `the newest are kept when too many wait`() async {
        let backlog = Backlog<Int>(limit: 100)
        for number in 0..<250 { backlog.put(number) }
        #expect(backlog.takeDropped() == 150)
        #expect(await backlog.take(30) == Array(150..<180))
        backlog.close()
        backlog.put(999)
        #expect(backlog.takeDropped() == 1)
        #expect(await backlog.take(1000) == Array(180..<250))
        #expect(await backlog.take(1000).isEmpty)
    }
}
