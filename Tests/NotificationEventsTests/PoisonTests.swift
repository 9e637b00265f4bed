import FoundationEssentials
import Notifications
import Postgres
import Redis
import TestDatabase
import Testing

@testable import NotificationEvents

@Suite struct PoisonTests {
    /// An error that nobody foresaw, for each notification of one title.
    private func poison(_ pool: Pool) async throws {
        _ = try await pool.write([
            """
            create function notify.poison() returns trigger language plpgsql as $$
            begin
                if new.title like '%poison%' then raise exception 'poison'; end if;
                return new;
            end
            $$
            """,
            "create trigger zz_poison before insert on notify.notifications for each row execute function notify.poison()",
        ])
    }

    @Test func `an entry that always fails is set aside after its tries, and the others pass`() async throws {
        try await EventWorld.with { world in
            let creator = try await world.member(1, of: 1)
            try await poison(world.pool)
            var options = EventWorld.quick
            options.maximumTries = 3
            let service = world.service(options: options)
            try await world.running(service) {
                for title in ["A", "poison", "B"] {
                    try await world.add("orion.media.failed", #"{"title":"\#(title)","created_by":1}"#)
                }
                try await world.publish("orion.media.failed", #"{"title":"poison too","created_by":1}"#)
                try await eventually("the others are recorded") { try await world.notificationCount() == 2 }
                try await eventually("it is set aside") { try await world.rejected().count == 2 }
                try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
            }
            #expect(
                try await world.titles(for: creator)
                    == ["Media generation failed for: A", "Media generation failed for: B"])
            let errors = try await world.rejected().map { $0["error"] ?? "" }
            #expect(
                errors == ["poison (P0001)", "it failed 3 times, the last time because: poison (P0001)"])
        }
    }

    @Test func `an entry that was delivered too often and never finished is set aside untried`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            _ = try await world.connection.command([
                "XGROUP", "CREATE", "orion.media.failed", "notify", "0", "MKSTREAM",
            ])
            let bad = try await world.add("orion.media.failed", #"{"title":"Bad","created_by":1}"#)
            let good = try await world.add("orion.media.failed", #"{"title":"Good","created_by":1}"#)
            let read = ["XREADGROUP", "GROUP", "notify", "dead", "STREAMS", "orion.media.failed", ">"]
            _ = try await world.connection.command(read)
            let claim = ["XCLAIM", "orion.media.failed", "notify", "dead", "0"]
            _ = try await world.connection.command(claim + [bad, "RETRYCOUNT", "5"])
            _ = try await world.connection.command(claim + [good, "RETRYCOUNT", "4"])
            try await world.running(world.service(listensToChannels: false)) {
                try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
            }
            #expect(try await world.notificationCount() == 1)
            let rejected = try await world.rejected()
            #expect(rejected.map { $0["id"] } == [bad])
            #expect(rejected.map { $0["error"] } == ["it was delivered 5 times, and never finished"])
        }
    }

    @Test func `a database that is away for longer than all tries sets nothing aside`() async throws {
        let cluster = try await TestDatabase.startCluster()
        try await EventWorld.migrate(cluster.conninfo)
        try await EventWorld.with(database: cluster.conninfo) { world in
            try await world.member(1, of: 1)
            let impatient = EventWorld.pool(cluster.conninfo, queueTimeout: .milliseconds(50))
            var options = EventWorld.quick
            options.claimAfter = .milliseconds(50)
            options.claimEvery = .milliseconds(20)
            options.maximumTries = 2
            options.grace = .milliseconds(100)
            await cluster.stop()
            _ = try await world.connection.pipeline(
                (0..<100).map { ["XADD", "orion.media.failed", "*", "payload", #"{"title":"\#($0)","created_by":1}"#] })
            // One after another takes them, waits, and gives up; then all are there, and wait.
            for _ in 0..<4 {
                let service = world.service(listensToChannels: false, options: options, on: impatient)
                try await world.running(service) {
                    try await Task.sleep(for: .milliseconds(300))
                }
            }
            let services = (0..<2).map { _ in world.service(listensToChannels: false, options: options, on: impatient) }
            try await world.running(services[0]) {
                try await world.running(services[1]) {
                    try await Task.sleep(for: .milliseconds(500))
                    #expect(try await world.rejected().isEmpty)
                    #expect(try await world.pendingCount() == 100)
                    try await cluster.start()
                    try await eventually("all are recorded") { try await world.notificationCount() == 100 }
                    try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
                }
            }
            #expect(try await world.rejected().isEmpty)
            #expect(services.allSatisfy { $0.tallies[0].counts.setAside == 0 })
            await impatient.close()
        }
        await cluster.remove()
    }

    @Test func `a message over a channel waits for the database, but not for ever`() async throws {
        let cluster = try await TestDatabase.startCluster()
        try await EventWorld.migrate(cluster.conninfo)
        try await EventWorld.with(database: cluster.conninfo) { world in
            try await world.member(1, of: 1)
            let impatient = EventWorld.pool(cluster.conninfo, queueTimeout: .milliseconds(50))
            var options = PubSubConsumer.Options()
            options.patience = .milliseconds(200)
            let hasty = world.service(channelOptions: options, on: impatient)
            await cluster.stop()
            try await world.running(hasty) {
                for number in 0..<100 {
                    try await world.connection.pipeline([
                        ["PUBLISH", "orion.media.failed", #"{"title":"\#(number)","created_by":\#(number % 20 + 1)}"#]
                    ]).first.map { #expect($0 == .integer(1)) }
                }
                try await eventually("they are set aside") { hasty.tallies[1].counts.setAside == 100 }
            }
            #expect(try await world.rejected().count == 100)
            let patient = world.service(on: impatient)
            try await world.running(patient) {
                try await world.publish("orion.media.failed", #"{"title":"Late","created_by":1}"#)
                try await Task.sleep(for: .milliseconds(300))
                try await cluster.start()
                try await eventually("it is recorded") { try await world.notificationCount() == 1 }
            }
            #expect(try await world.rejected().count == 100)
            await impatient.close()
        }
        await cluster.remove()
    }
}
