import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

@Suite struct ArgumentsTests {
    enum Colour: String, CaseIterable { case red, green }

    /// The errors of one reading, as `field: message`.
    func errors(_ members: [String: JSONValue], _ read: (inout Arguments) -> Void) -> [String] {
        var arguments = Arguments(members)
        read(&arguments)
        do {
            try arguments.finish()
            return []
        } catch {
            return error.fields.map { "\($0.field): \($0.message)" }
        }
    }

    @Test func `what is right is read`() throws {
        let uuid = UUID()
        var arguments = Arguments([
            "s": "é", "i": .double(80), "id": 7, "b": true, "o": ["x": 1], "c": "red",
            "u": .string(uuid.uuidString), "n": .null,
        ])
        #expect(arguments.string("s", limit: 1) == "é")
        #expect(arguments.int("i", in: 0...100) == 80)
        #expect(arguments.identifier("id", of: Site.self) == 7)
        #expect(arguments.optionalBool("b") == true)
        #expect(arguments.optionalObject("o") == ["x": 1])
        #expect(arguments.optionalChoice("c", of: Colour.self) == .red)
        #expect(arguments.optionalUUID("u") == uuid)
        #expect(arguments.optionalString("n", limit: 5) == nil)
        #expect(arguments.optionalInt("missing") == nil)
        try arguments.finish()
    }

    @Test(
        arguments: [
            (["x": .null], "is required"), ([:], "is required"), (["x": 1], "must be a string"),
            (["x": true], "must be a string"),
            (["x": ["a"]], "must be a string"), (["x": ""], "must not be blank"),
            (["x": " \n\u{3000}"], "must not be blank"),
            (["x": "abcd"], "must be at most 3 characters long"),
            (["x": "e\u{301}e\u{301}"], "must be at most 3 characters long"),
            (["x": "👨‍👩‍👧"], "must be at most 3 characters long"),
        ] as [([String: JSONValue], String)])
    func `a text is checked`(members: [String: JSONValue], message: String) {
        #expect(errors(members) { _ = $0.string("x", limit: 3) } == ["x: \(message)"])
    }

    @Test(
        arguments: [
            true, false, "80", .double(80.5), .double(1e300), .double(-1e300), [80], [:], 101, -1,
            9_223_372_036_854_775_807,
        ] as [JSONValue])
    func `a number is checked`(value: JSONValue) {
        #expect(errors(["x": value]) { _ = $0.int("x", in: 0...100) } == ["x: must be a whole number from 0 to 100"])
    }

    @Test(arguments: [0, -1, "7", true, .double(7.5), .double(9.3e18)] as [JSONValue])
    func `an identifier is checked`(value: JSONValue) {
        #expect(
            errors(["x": value]) { _ = $0.identifier("x", of: Site.self) } == ["x: must be a positive whole number"])
    }

    @Test func `other types are checked`() {
        let found = errors(["b": 1, "o": [], "c": "blue", "u": "x"]) {
            _ = $0.optionalBool("b")
            _ = $0.optionalObject("o")
            _ = $0.optionalChoice("c", of: Colour.self)
            _ = $0.optionalUUID("u")
        }
        #expect(
            found == [
                "b: must be true or false", "o: must be an object",
                "c: must be one of red, green", "u: must be a UUID",
            ])
    }

    @Test func `all errors are told at once, unknown fields too`() {
        let found = errors(["title": 1, "titel": "x", "zzz": 1]) {
            _ = $0.string("title", limit: 10)
            _ = $0.string("message", limit: 10)
        }
        #expect(
            found == [
                "title: must be a string", "message: is required",
                "titel: is not a known field; valid ones are title, message",
                "zzz: is not a known field; valid ones are title, message",
            ])
    }

    @Test func `a thousand unknown fields are no thousand errors`() {
        let members = Dictionary(uniqueKeysWithValues: (0..<1000).map { ("f\($0)", JSONValue.null) })
        #expect(errors(members) { _ in }.count == 50)
    }
}
