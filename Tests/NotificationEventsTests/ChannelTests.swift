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
                try await world.running(world.service(defaultAccount: 1)) {
                    try await world.publish("orion." + type, payload)
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

    @Test func `the account is the payload's, else the creator's, else the default one`() async throws {
        try await EventWorld.with { world in
            let uuid = UUID()
            let known = UUID()
            for (user, account) in [(11, 1), (14, 1), (12, 2), (13, 1), (13, 2)]
                as [(Identifier<User>, Identifier<Account>)]
            {
                try await world.member(user, of: account)
            }
            try await world.member(21, of: 2, uuid: known)
            let gone = UUID()
            try await world.member(31, of: 2, uuid: gone)
            try await world.directory.delete(user: 31, in: 2)
            try await world.directory.put(account: 4)
            try await world.directory.delete(account: 4)
            let lost = "account_id is not given, and no account, or more than one, knows created_by "
            let table: [(fields: String, account: Int?, withDefault: Int?, error: String)] = [
                (#""created_by":14,"account_id":2"#, 2, 2, ""),
                (#""created_by":11"#, 1, 1, ""),
                (#""created_by":"12""#, 2, 2, ""),
                (#""created_by":"\#(known.uuidString)""#, 2, 2, ""),
                (#""created_by":13"#, nil, 3, lost + "13"),
                (#""created_by":99"#, nil, 3, lost + "99"),
                (#""created_by":"\#(uuid.uuidString)""#, nil, 3, lost + uuid.uuidString.lowercased()),
                (#""created_by":"\#(gone.uuidString)""#, nil, nil, "This user or account was deleted."),
                (#""created_by":31,"account_id":2"#, nil, nil, "This user or account was deleted."),
                (#""created_by":41,"account_id":4"#, nil, nil, "This user or account was deleted."),
            ]
            let pool = world.pool
            for (isDefaulted, fallback) in [(false, nil), (true, 3)] as [(Bool, Identifier<Account>?)] {
                let intake = EventIntake(pool: pool, service: NotificationService(pool), defaultAccount: fallback)
                for (number, row) in table.enumerated() {
                    let title = "\(isDefaulted) \(number)"
                    let payload = #"{"title":"\#(title)",\#(row.fields)}"#
                    let message = try EventMessage(channel: "orion.media.failed", payload: Array(payload.utf8))
                    let outcome = await intake.take(message, fallbackKey: nil)
                    let account = isDefaulted ? row.withDefault : row.account
                    #expect(outcome == (account == nil ? .refused(row.error) : .recorded), "\(row.fields)")
                    let rows = try await pool.read(
                        "select account_id from notify.notifications where title = \("Media generation failed for: " + title)"
                    )
                    #expect(try rows.map { try $0.decode(Int.self) } == (account.map { [$0] } ?? []), "\(row.fields)")
                }
                let trend = try EventMessage(channel: "orion.trend.detected", payload: Array(#"{"topic":"T"}"#.utf8))
                let outcome = await intake.take(trend, fallbackKey: nil)
                let none = "account_id is not given, nor is created_by, and there is no default account"
                #expect(outcome == (isDefaulted ? .recorded : .refused(none)))
            }
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

    @Test func `what else is said is kept, but for more than a notification can hold`() async throws {
        try await EventWorld.with { world in
            let creator = try await world.member(1, of: 1)
            let intake = EventIntake(pool: world.pool, service: NotificationService(world.pool), defaultAccount: nil)
            let deep = String(repeating: "[", count: 9) + String(repeating: "]", count: 9)
            let rest = #""count":9007199254740993,"ok":true,"none":null,"deep":\#(deep),"metadata":{"a":[1.5]}"#
            let long = String(repeating: "é", count: 600)
            let payload = #"{"title":"\#(long)\n\u0007","created_by":1,"account_id":1,"event_id":"e","# + rest + "}"
            let message = try EventMessage(channel: "orion.media.failed", payload: Array(payload.utf8))
            #expect(await intake.take(message, fallbackKey: nil) == .recorded)
            #expect(await intake.take(message, fallbackKey: nil) == .replayed)
            let notification = try #require(try await world.inbox.list(for: creator).notifications.first)
            let expected = try JSONParser.parse(Array((#"{"event_id":"e",\#(rest)}"#).utf8))
            #expect(try JSONParser.parse(Array(notification.metadata.text.utf8)) == expected)
            #expect(notification.title.unicodeScalars.count == 512)

            let large = #"{"title":"T","created_by":1,"x":"\#(String(repeating: "x", count: 70_000))"}"#
            let tooMuch = try EventMessage(channel: "orion.media.failed", payload: Array(large.utf8))
            let error = "metadata must have at most 65536 bytes as JSON, has 70008"
            #expect(await intake.take(tooMuch, fallbackKey: nil) == .refused(error))
        }
    }
}
