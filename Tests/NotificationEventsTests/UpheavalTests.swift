import FoundationEssentials
import Notifications
import Postgres
import Redis
import TestDatabase
import TestRedis
import Testing

@testable import NotificationEvents

@Suite struct UpheavalTests {
    private static let types = ["trend.detected", "content.published", "content.rejected", "media.failed"]

    @Test func `2000 events are recorded once each, whatever is cut off and restarted meanwhile`() async throws {
        let cluster = try await TestDatabase.startCluster()
        try await EventWorld.migrate(cluster.conninfo)
        try await EventWorld.with(database: cluster.conninfo, isPersistent: true) { world in
            for user in 1...20 { try await world.member(Identifier(Int64(user)), of: Identifier(Int64(user % 5 + 1))) }
            try await world.running(world.service(listensToChannels: false)) {}
            try await add(0..<1000, world)

            // Twice a consumer is cut off in the middle of things.
            for _ in 0..<2 {
                let before = try await world.notificationCount()
                var options = EventWorld.quick
                options.grace = .zero
                let service = world.service(listensToChannels: false, options: options)
                let task = Task { await service.run() }
                let some = Int.random(in: 50..<300)
                try await eventually("some are recorded") { service.tallies[0].counts.recorded > some }
                task.cancel()
                await task.value
                #expect(try await world.notificationCount() > before)
                #expect(try await world.notificationCount() < 1000)
            }

            let service = world.service(listensToChannels: false)
            let task = Task { await service.run() }
            try await eventually("the next consumer is at it") { service.tallies[0].counts.recorded > 20 }
            try await world.redis.restart()
            try await add(1000..<1500, world)
            try await eventually("it goes on") { service.tallies[0].counts.recorded > 200 }
            await cluster.stop()
            try await add(1500..<2000, world)
            try await cluster.start()
            try await eventually("all are recorded") { try await world.notificationCount() >= 2000 }
            let connection = try await RedisConnection.connect(world.configuration, logger: EventWorld.logger)
            try await eventually("nothing is pending") { try await pendingCount(connection) == 0 }
            task.cancel()
            await task.value
            #expect(try await pendingCount(connection) == 0)
            let rejected = try await connection.command(["EXISTS", "orion.notification.rejected"])
            #expect(rejected == .integer(0))
            await connection.close()
            #expect(try await world.notificationCount() == 2000)
            let distinct = try await world.pool.read("select count(distinct title) from notify.notifications")
            #expect(try distinct[0].decode(Int.self) == 2000)
        }
        await cluster.remove()
    }

    private func add(_ numbers: Range<Int>, _ world: EventWorld) async throws {
        let connection = try await RedisConnection.connect(world.configuration, logger: EventWorld.logger)
        let commands = numbers.map { number in
            let type = Self.types[number % Self.types.count]
            let user = number % 20 + 1
            let fields = #""title":"\#(number)","created_by":\#(user),"account_id":\#(user % 5 + 1)"#
            return ["XADD", "orion." + type, "*", "payload", "{\(fields)}"]
        }
        for reply in try await connection.pipeline(commands) { #expect(reply.text != nil) }
        await connection.close()
    }

    private func pendingCount(_ connection: RedisConnection) async throws -> Int {
        try await connection.pipeline(allStreams.map { ["XPENDING", $0, "notify"] }).reduce(0) { sum, reply in
            if case .integer(let count)? = reply.elements?.first { sum + Int(count) } else { sum }
        }
    }
}
