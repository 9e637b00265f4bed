import FoundationEssentials
import Notifications
import Testing

@testable import NotificationEvents

@Suite struct EventMessageTests {
    @Test func `what is no event is refused with a sentence`() {
        for (channel, payload, sentence) in malformedEvents {
            #expect(refusal(channel, Array(payload.utf8)) == sentence, "\(payload.prefix(80))")
        }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let bytes = Array(#"{"created_by":1,"title":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
        #expect(refusal("orion.content.created", bytes) == "title must be valid UTF-8")
    }

    @Test func `an unknown channel is refused, and the known ones named`() {
        for channel in ["orion.content.deleted", "content.created", "orion.", "", "orion.notification.created"] {
            #expect(
                refusal(channel, [])?.hasPrefix("\(channel) is not a known channel; known are orion.trend.") == true)
        }
    }

    @Test func `each event has its words, and the rest is metadata`() throws {
        let payload = #"{"topic":"A","title":"B","stage":"C","created_by":7,"account_id":3,"event_id":9,"n":1}"#
        let number: [String: JSONValue] = ["event_id": 9, "n": 1]
        let expected: [(String, DomainEvent, [String: JSONValue])] = [
            ("trend.detected", .trendDetected(topic: "A"), ["title": "B", "stage": "C"]),
            ("content.published", .contentPublished(title: "B"), ["topic": "A", "stage": "C"]),
            ("content.rejected", .contentRejected(title: "B"), ["topic": "A", "stage": "C"]),
            ("media.failed", .mediaFailed(title: "B"), ["topic": "A", "stage": "C"]),
            ("pipeline.stage_changed", .pipelineStageChanged(stage: "C", title: "B"), ["topic": "A"]),
            ("content.created", .contentCreated(title: "B"), ["topic": "A", "stage": "C"]),
        ]
        for (name, event, rest) in expected {
            let message = try EventMessage(channel: "orion." + name, payload: Array(payload.utf8))
            #expect(message.event == event)
            #expect(message.event.type.name == name)
            #expect(message.metadata == rest.merging(number) { $1 })
            #expect(message.creator == .id(7))
            #expect(message.account == 3)
            #expect(message.id == "9")
        }
    }

    @Test func `a trend without a topic has its title for one`() throws {
        for payload in [#"{"title":"B"}"#, #"{"title":"B","topic":null}"#] {
            let message = try EventMessage(channel: "orion.trend.detected", payload: Array(payload.utf8))
            #expect(message.event == .trendDetected(topic: "B"))
            #expect(message.metadata["title"] == nil)
        }
    }

    @Test func `whoever made a trend need not be anybody`() throws {
        for (value, creator) in [("\"crawler\"", nil), ("[]", nil), ("5", .id(5))] as [(String, UserClaims.Subject?)] {
            let payload = #"{"topic":"A","created_by":\#(value)}"#
            let message = try EventMessage(channel: "orion.trend.detected", payload: Array(payload.utf8))
            #expect(message.creator == creator)
            #expect(message.metadata.isEmpty)
        }
    }

    @Test func `users and accounts are numbers, digits or UUIDs`() throws {
        let uuid = try #require(UUID(uuidString: "0D1A1F0C-0000-4000-8000-000000000001"))
        let expected: [(String, UserClaims.Subject)] = [
            ("7", .id(7)), ("7.0", .id(7)), (#""7""#, .id(7)), (#""007""#, .id(7)),
            ("9223372036854775807", .id(.init(.max))),
            (#""0d1a1f0c-0000-4000-8000-000000000001""#, .uuid(uuid)),
            (#""0D1A1F0C-0000-4000-8000-000000000001""#, .uuid(uuid)),
        ]
        for (value, creator) in expected {
            let payload = #"{"title":"T","created_by":\#(value),"account_id":"12"}"#
            let message = try EventMessage(channel: "orion.media.failed", payload: Array(payload.utf8))
            #expect(message.creator == creator)
            #expect(message.account == 12)
        }
    }

    @Test func `32 levels are not too deep, and 131072 bytes not too long`() throws {
        let deep = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
        _ = try EventMessage(
            channel: "orion.media.failed", payload: Array(#"{"title":"T","created_by":1,"deep":\#(deep)}"#.utf8))
        let frame = #"{"created_by":1,"title":""}"#
        let long = String(repeating: "x", count: 131_072 - frame.utf8.count)
        let payload = Array(frame.replacing(#""}"#, with: long + #""}"#).utf8)
        #expect(payload.count == 131_072)
        _ = try EventMessage(channel: "orion.media.failed", payload: payload)
        #expect(refusal("orion.media.failed", payload + [0x20])?.hasSuffix("has 131073") == true)
    }

    private func refusal(_ channel: String, _ payload: [UInt8]) -> String? {
        do throws(MalformedEvent) {
            _ = try EventMessage(channel: channel, payload: payload)
            return nil
        } catch {
            return error.description
        }
    }
}
