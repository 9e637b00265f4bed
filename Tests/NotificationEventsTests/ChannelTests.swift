import FoundationEssentials
import Notifications
import Postgres
import Redis
import Testing

@testable import NotificationEvents

/// The second source document's "Event-to-Notification Mapping", row for row.
private let mapping: [(type: String, payload: String, title: String, severity: Severity, isOnByDefault: Bool)] = [
    (
        "trend.detected", #"{"topic":"AI Coding","source":"google_trends"}"#, "New trend detected: AI Coding", .info,
        true
    ),
    ("content.published", #"{"title":"Tea","created_by":1}"#, "Content published: Tea", .success, true),
    ("content.rejected", #"{"title":"Tea","created_by":"1"}"#, "Content rejected: Tea", .warning, true),
    ("media.failed", #"{"title":"Tea","created_by":1}"#, "Media generation failed for: Tea", .error, true),
    (
        "pipeline.stage_changed", #"{"title":"Tea","stage":"review","created_by":1}"#,
        "Pipeline stage: review for Tea", .info, false
    ),
    ("content.created", #"{"title":"Tea","created_by":1}"#, "New content created: Tea", .info, false),
]

@Suite struct ChannelTests {
    @Test(arguments: mapping.indices)
    func `an event reaches whom the document says, and nobody else`(row: Int) async throws {
        let (type, payload, title, severity, isOnByDefault) = mapping[row]
        try await EventWorld.with { world in
            let creator = try await world.member(1, of: 1, role: .editor)
            let viewer = try await world.member(2, of: 1, role: .viewer)
            let editor = try await world.member(3, of: 1, role: .editor)
            let admin = try await world.member(4, of: 1, role: .admin)
            let owner = try await world.member(5, of: 1, role: .owner)
            let stranger = try await world.member(6, of: 2, role: .admin)
            if !isOnByDefault {
                try await Preferences(world.pool).update([type: .init(enabled: .set(true))], for: creator)
            }
            let told: Set<String> = type == "trend.detected" ? ["1", "3", "4"] : isOnByDefault ? ["1"] : []
            try await world.listening { heard in
                let service = world.service(defaultAccount: 1)
                try await world.running(service) {
                    try await world.publish("orion." + type, payload)
                    try await eventually("the first is recorded") { service.tallies[1].counts.recorded == 1 }
                    // One behind it, for everybody to hear: then what there is of the first was heard.
                    try await world.publish("orion.trend.detected", #"{"topic":"Last"}"#)
                    try await eventually("the last one is heard") {
                        heard.payloads.filter { $0.contains("Last") }.count == 3
                    }
                }
                let objects = try heard.objects.filter { $0["title"] == .string(title) }
                #expect(objects.count == told.count)
                #expect(Set(objects.map { $0["user_id"] }) == Set(told.map { .string($0) }))
            }
            let last = "New trend detected: Last"
            let isTrend = type == "trend.detected"
            #expect(try await world.titles(for: creator) == [title, last])
            #expect(try await world.titles(for: editor) == (isTrend ? [title, last] : [last]))
            #expect(try await world.titles(for: admin) == (isTrend ? [title, last] : [last]))
            #expect(try await world.titles(for: viewer) == [])
            #expect(try await world.titles(for: owner) == [])
            #expect(try await world.titles(for: stranger) == [])
            let notification = try #require(try await world.inbox.list(for: creator).notifications.last)
            #expect(notification.type == type)
            #expect(notification.severity == severity)
            #expect(notification.metadata.text == (isTrend ? #"{"source": "google_trends"}"# : "{}"))
        }
    }

    @Test func `what is for one user who has muted it is not recorded`() async throws {
        try await EventWorld.with { world in
            let creator = try await world.member(1, of: 1)
            try await Preferences(world.pool).update(["media.failed": .init(enabled: .set(false))], for: creator)
            let service = world.service()
            try await world.running(service) {
                for type in ["media.failed", "content.created", "content.published"] {
                    try await world.publish("orion." + type, #"{"title":"Tea","created_by":1}"#)
                }
                try await eventually("all are done with") { service.tallies[1].counts.muted == 2 }
                try await eventually("one is recorded") { service.tallies[1].counts.recorded == 1 }
            }
            #expect(try await world.notificationCount() == 1)
        }
    }

    @Test func `who wants a muted type, and to be told, is told`() async throws {
        try await EventWorld.with { world in
            let creator = try await world.member(1, of: 1)
            try await Preferences(world.pool).update(
                ["content.created": .init(enabled: .set(true), push: .set(true))], for: creator)
            try await world.listening { heard in
                try await world.running(world.service()) {
                    try await world.publish("orion.content.created", #"{"title":"Tea","created_by":1}"#)
                    try await eventually("it is heard") { heard.payloads.count == 1 }
                }
            }
        }
    }

    @Test func `what is no event is set aside with its sentence, and the next one works`() async throws {
        try await EventWorld.with { world in
            let creator = try await world.member(1, of: 1)
            let service = world.service()
            try await world.running(service) {
                for (channel, payload, _) in malformedEvents {
                    _ = try await world.connection.command(["PUBLISH", channel, payload])
                    try await world.add(channel, payload)
                }
                let script =
                    "redis.call('PUBLISH', KEYS[1], '\\255') redis.call('XADD', KEYS[1], '*', 'payload', '\\255')"
                _ = try await world.connection.command(["EVAL", script, "1", "orion.media.failed"])
                _ = try await world.connection.command(["XADD", "orion.media.failed", "*", "body", "{}"])
                try await world.publish("orion.media.failed", #"{"title":"A","created_by":1}"#)
                try await world.add("orion.media.failed", #"{"title":"B","created_by":1}"#)
                try await eventually("the good ones are recorded") { try await world.notificationCount() == 2 }
                try await eventually("nothing is pending") { try await world.pendingCount() == 0 }
            }
            #expect(
                try await Set(world.titles(for: creator))
                    == ["Media generation failed for: A", "Media generation failed for: B"])
            let rejected = try await world.rejected()
            var expected = malformedEvents.flatMap { [$0, $0] }.map { "\($0.channel): \($0.sentence)" }
            let unreadable = "orion.media.failed: the payload must be valid JSON (the error is at byte 0)"
            expected += [unreadable, unreadable, "orion.media.failed: the entry has no field payload"]
            let found = rejected.map { "\($0["source"] ?? ""): \($0["error"] ?? "")" }
            #expect(found.sorted() == expected.sorted())
            #expect(rejected.filter { $0["payload"] == nil }.count == 3)  // too long twice, and none once
            #expect(rejected.filter { $0["id"] != nil }.count == malformedEvents.count + 2)
            #expect(service.tallies.map(\.counts.setAside) == [malformedEvents.count + 2, malformedEvents.count + 1])
        }
    }

    @Test func `one event over channel and stream is recorded once, and another of its name set aside`() async throws {
        try await EventWorld.with { world in
            try await world.member(1, of: 1)
            let service = world.service()
            let payload = #"{"title":"Tea","created_by":1,"event_id":"e-1","words":3}"#
            try await world.running(service) {
                try await world.add("orion.content.published", payload)
                try await world.publish("orion.content.published", payload)
                try await eventually("both are done with") {
                    service.tallies.reduce(0) { $0 + $1.counts.recorded + $1.counts.replayed } == 2
                }
                try await world.add("orion.content.published", payload.replacing("3", with: "4"))
                try await world.publish("orion.content.rejected", payload)
                try await eventually("the others are set aside") { try await world.rejected().count == 2 }
            }
            #expect(try await world.notificationCount() == 1)
            let errors = try await world.rejected().map { $0["error"] }
            #expect(errors == Array(repeating: "The idempotency key was used with other arguments.", count: 2))
        }
    }
}
