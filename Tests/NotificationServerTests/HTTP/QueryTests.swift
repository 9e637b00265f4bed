import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

@Suite struct QueryTests {
    enum Colour: String, CaseIterable { case red, green }

    /// What one reading gives, or its errors as `field: message`.
    func read<Value>(_ target: String, _ read: (inout Query) -> Value) throws -> Value {
        var query = try Query(target: target)
        let value = read(&query)
        try query.finish()
        return value
    }

    func errors(_ target: String, _ reading: (inout Query) -> Void) -> [String] {
        do {
            try read(target, reading)
            return []
        } catch let error as NotificationError {
            return error.fields.map { "\($0.field): \($0.message)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test(
        arguments: [
            ("/?x=a", "a"), ("/?x=a+b", "a b"), ("/?x=a%2Bb", "a+b"), ("/?x=%C3%A9", "é"), ("/?x=%c3%a9", "é"),
            ("/?x=%F0%9F%98%80", "😀"), ("/?x=a=b", "a=b"), ("/?x=a%26b", "a&b"), ("/?x=a#frag?x=b", "a"),
            ("/?%78=a", "a"),
            ("/?&&x=a&", "a"), ("/?x=a?b", "a?b"), ("/?x=%25", "%"), ("/?x=é", "é"), ("/?x", nil), ("/?x=", nil),
            ("/", nil),
            ("/?", nil), ("", nil), ("/?x=&x=a", "a"),
        ] as [(String, String?)])
    func `a value is decoded`(target: String, expected: String?) throws {
        #expect(try read(target) { $0.string("x") } == expected)
    }

    @Test(arguments: [
        "/?x=%", "/?x=%4", "/?x=%zz", "/?x=%4g", "/?x=a%", "/?x=%ff", "/?x=%C3", "/?x=%ED%A0%80", "/?x=%C0%AF",
        "/?x=%00",
        "/?x=a%00b", "/?x=%80", "/?%=a", "/?%00=a", "/?%ff=a", "/?x=%-1", "/?x=%+1", "/?x=%F4%90%80%80", "/?x=a&%zz",
        "/?x=% 41", "/?\(String(repeating: "x=1&", count: 101))",
    ])
    func `what cannot be decoded is refused`(target: String) {
        let error = #expect(throws: NotificationError.self) { try Query(target: target) }
        #expect(error?.code == .invalid)
    }

    @Test(arguments: [
        "1.0", "1e2", "x", "+1", "0x1", "1 ", " 1", "--1", "-", "٣", "1_0", "99999999999999999999", "101", "-1", "true",
        "½",
    ])
    func `a number is checked`(text: String) {
        let target = "/?x=" + text.replacing("+", with: "%2B").replacing(" ", with: "+")
        #expect(errors(target) { _ = $0.int("x", in: 0...100) } == ["x: must be a whole number from 0 to 100"])
    }

    @Test func `numbers are read`() throws {
        #expect(try read("/?x=-5") { $0.int("x") } == -5)
        #expect(try read("/?x=007") { $0.int("x", in: 0...7) } == 7)
        #expect(try read("/?x=9223372036854775807") { $0.identifier("x", of: Site.self) } == Identifier(.max))
        for text in ["0", "-1", "9223372036854775808", "abc"] {
            let found = errors("/?x=\(text)") { _ = $0.identifier("x", of: Site.self) }
            #expect(found == ["x: must be a positive whole number"])
        }
    }

    @Test(
        arguments: [
            ("true", true), ("True", true), ("TRUE", true), ("1", true), ("false", false), ("False", false),
            ("0", false),
            ("", nil),
        ] as [(String, Bool?)])
    func `true and false are read`(text: String, expected: Bool?) throws {
        #expect(try read("/?x=\(text)") { $0.bool("x") } == expected)
    }

    @Test(arguments: ["yes", "no", "2", "t", "null", "on", "truee", "-1", "+true"])
    func `nothing else is true or false`(text: String) {
        #expect(errors("/?x=\(text)") { _ = $0.bool("x") } == ["x: must be true or false"])
    }

    @Test func `a choice names the valid ones`() throws {
        #expect(try read("/?x=red") { $0.choice("x", of: Colour.self) } == .red)
        for text in ["blue", "Red", "red,green", "red%20"] {
            #expect(errors("/?x=\(text)") { _ = $0.choice("x", of: Colour.self) } == ["x: must be one of red, green"])
        }
        #expect(errors("/?x=c") { _ = $0.choice("x", among: ["a", "b"]) } == ["x: must be one of a, b"])
    }

    @Test func `a text has a limit, in code points`() {
        #expect(errors("/?x=%C3%A9%C3%A9") { _ = $0.string("x", limit: 2) } == [])
        #expect(errors("/?x=e%CC%81e") { _ = $0.string("x", limit: 2) } == ["x: must be at most 2 characters long"])
    }

    @Test func `what may be repeated keeps its order`() throws {
        #expect(try read("/?x=b&x=&x=a&x=b") { $0.values("x") } == ["b", "a", "b"])
        #expect(errors("/?x=1&x=2") { _ = $0.int("x") } == ["x: must be given once"])
    }

    @Test func `an empty parameter is there all the same`() throws {
        #expect(try read("/?cursor=") { $0.isPresent("cursor") })
        #expect(try !read("/") { $0.isPresent("cursor") })
    }

    @Test func `unknown parameters are refused, and the valid ones named`() {
        let found = errors("/?pgae=1&page=x&zzz=1&zzz=2") {
            _ = $0.int("page")
            _ = $0.bool("is_read")
        }
        #expect(
            found == [
                "page: must be a whole number",
                "pgae: is not a known parameter; valid ones are page, is_read",
                "zzz: is not a known parameter; valid ones are page, is_read",
            ])
        #expect(errors("/?x=1") { _ in } == ["x: is not a known parameter; there are none here"])
    }
}
