import FoundationEssentials
import Notifications
import Postgres
import Redis
import Testing

@testable import NotificationEvents

@Suite struct StreamTests {
    @Test func `entries from before the group was there are recorded, in their order within an account`() async throws {
        try await EventWorld.with { world in
            var viewers: [Viewer] = []
            for account in 1...3 {
                viewers.append(try await world.member(Identifier(Int64(account)), of: Identifier(Int64(account))))
            }
            let commands = (0..<300).map { number in
                let account = number % 3 + 1
                let fields = #""title":"\#(number)","created_by":\#(account),"account_id":\#(account)"#
                return ["XADD", "orion.media.failed", "*", "payload", "{\(fields)}"]
            }
            _ = try await world.connection.pipeline(commands)
            let service = world.service(listensToChannels: false)
            try await world.running(service) {
                try await eventually("all are recorded") { service.tallies[0].counts.recorded == 300 }
                try await eventually("all are acknowledged") { try await world.pendingCount() == 0 }
            }
            for viewer in viewers {
                let expected = (0..<300).filter { $0 % 3 + 1 == Int(viewer.user.rawValue) }
                    .map { "Media generation failed for: \($0)" }
                #expect(try await world.titles(for: viewer) == expected)
            }
        }
    }

    @Test func `whoever ends properly leaves the groups, and whoever died is forgotten in time`() async throws {
        try await EventWorld.with { world in
            let service = world.service(listensToChannels: false)
            let consumers = { () async throws -> Int in
                let replies = try await world.connection.pipeline(
                    allStreams.map { ["XINFO", "CONSUMERS", $0, "notify"] })
                return replies.reduce(0) { $0 + ($1.elements?.count ?? 0) }
            }
            try await world.running(service) {
                for stream in allStreams { try await world.add(stream, "{}") }
                try await eventually("it is in all groups") { try await consumers() == 6 }
            }
            #expect(try await consumers() == 0)
            _ = try await world.connection.command(["XGROUP", "CREATECONSUMER", allStreams[0], "notify", "dead"])
            let session = StreamSession(world.connection, name: "me", logger: EventWorld.logger)
            await session.clearAway(idleFor: .seconds(60), myself: true)
            #expect(try await consumers() == 1)
            try await Task.sleep(for: .milliseconds(5))
            await session.clearAway(idleFor: .milliseconds(1), myself: false)
            #expect(try await consumers() == 0)
        }
    }

    @Test func `what a dead consumer had taken is taken over, and it is not removed before`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            _ = try await world.connection.command([
                "XGROUP", "CREATE", "orion.media.failed", "notify", "0", "MKSTREAM",
            ])
            try await world.add("orion.media.failed", #"{"title":"A","created_by":1}"#)
            _ = try await world.connection.command([
                "XREADGROUP", "GROUP", "notify", "dead", "STREAMS", "orion.media.failed", ">",
            ])
            let session = StreamSession(world.connection, name: "dead", logger: EventWorld.logger)
            await session.clearAway(idleFor: .zero, myself: true)
            #expect(try await world.pendingCount() == 1)
            try await world.running(world.service(listensToChannels: false)) {
                try await eventually("it is recorded") { try await world.notificationCount() == 1 }
                try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
            }
        }
    }

    @Test func `a group that is destroyed, a stream that is deleted and a Redis that is emptied are made anew`()
        async throws
    {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            let service = world.service(listensToChannels: false)
            try await world.running(service) {
                let accidents = [
                    ["XGROUP", "DESTROY", "orion.media.failed", "notify"], ["DEL", "orion.media.failed"], ["FLUSHALL"],
                ]
                for (number, accident) in accidents.enumerated() {
                    try await world.add("orion.media.failed", #"{"title":"\#(number)a","created_by":1}"#)
                    try await eventually("it is recorded") { service.tallies[0].counts.recorded == 2 * number + 1 }
                    _ = try await world.connection.command(accident)
                    try await world.add("orion.media.failed", #"{"title":"\#(number)b","created_by":1}"#)
                    try await eventually("it goes on") { service.tallies[0].counts.recorded == 2 * number + 2 }
                }
                try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
            }
            #expect(try await world.notificationCount() == 6)
        }
    }

    @Test func `a key of the name that is no stream does not stop the others`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            _ = try await world.connection.command(["SET", "orion.media.failed", "no stream"])
            let service = world.service(listensToChannels: false)
            try await world.running(service) {
                try await world.add("orion.content.published", #"{"title":"A","created_by":1}"#)
                try await eventually("it is recorded") { try await world.notificationCount() == 1 }
                _ = try await world.connection.command(["DEL", "orion.media.failed"])
                try await world.add("orion.media.failed", #"{"title":"B","created_by":1}"#)
                try await eventually("the other one too") { try await world.notificationCount() == 2 }
            }
        }
    }

    @Test func `nothing is acknowledged that cannot be set aside`() async throws {
        try await EventWorld.with { world in
            _ = try await world.connection.command(["SET", "orion.notification.rejected", "no stream"])
            try await world.running(world.service(listensToChannels: false)) {
                try await world.add("orion.media.failed", "{}")
                try await eventually("it is taken") { try await world.pendingCount() == 1 }
                try await Task.sleep(for: .milliseconds(300))
                #expect(try await world.pendingCount() == 1)
                _ = try await world.connection.command(["DEL", "orion.notification.rejected"])
                try await eventually("it is set aside") { try await world.pendingCount() == 0 }
            }
            #expect(try await world.rejected().map { $0["error"] } == ["title is required; created_by is required"])
        }
    }

    @Test func `several consumers share the entries, and each is recorded once`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            let services = (0..<3).map { _ in world.service(listensToChannels: false) }
            try await world.running(services[0]) {
                try await world.running(services[1]) {
                    try await world.running(services[2]) {
                        _ = try await world.connection.pipeline(
                            (0..<600).map {
                                ["XADD", "orion.media.failed", "*", "payload", #"{"title":"\#($0)","created_by":1}"#]
                            })
                        try await eventually("all are recorded") { try await world.notificationCount() == 600 }
                        try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
                    }
                }
            }
            #expect(services.reduce(0) { $0 + $1.tallies[0].counts.recorded } == 600)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a database that does not answer does not hold up the end, and nothing is lost by it`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            var options = EventWorld.quick
            options.grace = .milliseconds(100)
            let service = world.service(listensToChannels: false, options: options)
            try await world.pool.transaction { transaction in
                _ = try await transaction.query("lock table notify.feeds in access exclusive mode")
                try await world.running(service) {
                    try await world.add("orion.media.failed", #"{"title":"A","created_by":1}"#)
                    try await eventually("it is in hand") { service.tallies[0].counts.received == 1 }
                }
            }
            try await world.running(world.service(listensToChannels: false)) {
                try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
            }
            #expect(try await world.notificationCount() == 1)
        }
    }
}
