import FoundationEssentials
import Notifications
import Postgres
import Testing

@testable import NotificationEvents

@Suite struct IntakeTests {
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
                (#""created_by":13"#, nil, nil, lost + "13"),
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
