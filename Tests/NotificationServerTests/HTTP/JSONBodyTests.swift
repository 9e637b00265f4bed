import Notifications
import Testing

@testable import NotificationServer

@Suite struct JSONBodyTests {
    func parse(_ text: String) throws -> [String: JSONValue] {
        try JSONBody.parse([UInt8](text.utf8), emptyIsObject: false)
    }

    @Test(
        arguments: [
            ("{}", [:]), (" \t\r\n{ } \n", [:]), (#"{"a":1}"#, ["a": 1]), (#"{"a":-0}"#, ["a": 0]),
            (#"{"a":9223372036854775807,"b":-9223372036854775808}"#, ["a": .int(.max), "b": .int(.min)]),
            (#"{"a":1.5,"b":80.0,"c":1e3}"#, ["a": .double(1.5), "b": .double(80), "c": .double(1000)]),
            (#"{"a":1e-400}"#, ["a": .double(0)]), (#"{"a":true,"b":1}"#, ["a": .bool(true), "b": .int(1)]),
            (#"{"a":null,"b":false}"#, ["a": .null, "b": .bool(false)]),
            (#"{"a":[1,[],{}," "]}"#, ["a": [1, [], [:], " "]]),
            (#"{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"}"#, ["a": "\"\\/\u{8}\u{C}\n\r\té😀"]),
            (#"{"a":"é😀\u007f"}"#, ["a": "é😀\u{7F}"]), (#"{"\u0061":1}"#, ["a": 1]), (#"{"":1}"#, ["": 1]),
            (#"{"a":"\uFFFF"}"#, ["a": "\u{FFFF}"]), (#"{"a":0.1}"#, ["a": .double(0.1)]),
        ] as [(String, [String: JSONValue])])
    func `a JSON object is read as it is`(text: String, expected: [String: JSONValue]) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: [
        // Not an object.
        "", " ", "null", "1", "true", #""a""#, "[]", "[{}]",
        // Broken.
        "{", "}", "{]", "[}", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,}"#, #"{,}"#, #"{"a" 1}"#, #"{a:1}"#,
        #"{'a':1}"#,
        #"{"a":[1,]}"#, #"{"a":[,]}"#, #"{"a":[1 2]}"#, #"{1:1}"#, #"{"a"::1}"#, #"{"a":}"#, "{\"a\":\u{B}1}",
        // After the end.
        "{}{}", "{} x", "{},", "{}\u{0}", "{}]", "{}//", "{}\u{FEFF}",
        // Before the beginning.
        "\u{FEFF}{}", "\u{FEFF}", "\u{0}{}", "\u{A0}{}",
        // Words.
        #"{"a":tru}"#, #"{"a":True}"#, #"{"a":NaN}"#, #"{"a":Infinity}"#, #"{"a":-Infinity}"#, #"{"a":undefined}"#,
        #"{"a":nul"#, #"{"a":truefalse}"#,
        // Numbers.
        #"{"a":01}"#, #"{"a":-01}"#, #"{"a":+1}"#, #"{"a":.5}"#, #"{"a":5.}"#, #"{"a":1e}"#, #"{"a":1e+}"#, #"{"a":-}"#,
        #"{"a":0x10}"#, #"{"a":1_000}"#, #"{"a":--1}"#, #"{"a":1.2.3}"#, #"{"a":٣}"#, #"{"a":1,2}"#,
        // Strings.
        #"{"a":"}"#, #"{"a":"\x41"}"#, #"{"a":"\u12"}"#, #"{"a":"\u12G4"}"#, #"{"a":"\"}"#, #"{"a":"\"#,
        "{\"a\":\"\n\"}", "{\"a\":\"\t\"}", "{\"a\":\"\u{1F}\"}", #"{"a":"\u"#, #"{"a":"\U0041"}"#,
    ])
    func `what is no JSON object is an error about the body`(text: String) {
        let error = #expect(throws: NotificationError.self) { try parse(text) }
        #expect(error?.code == .invalid)
        #expect(error?.fields.map(\.field) == ["body"])
    }

    @Test(arguments: [
        // NUL.
        (#"{"a":"\u0000"}"#, "a"), (#"{"a":"x\u0000y"}"#, "a"), ("{\"a\":\"\u{0}\"}", "a"), (#"{"a\u0000":1}"#, "body"),
        (#"{"a":{"b":["\u0000"]}}"#, "a"), (#"{"a":{"b\u0000":1}}"#, "a"),
        // Lone surrogates.
        (#"{"a":"\ud800"}"#, "a"), (#"{"a":"\udc00"}"#, "a"), (#"{"a":"\ud800\ud800"}"#, "a"),
        (#"{"a":"\ud800x"}"#, "a"),
        (#"{"a":"\udc00\ud800"}"#, "a"), (#"{"a":"\ud83d\u0041"}"#, "a"), (#"{"a":"\ud83d\n"}"#, "a"),
        (#"{"\ud800":1}"#, "body"),
        // Numbers that do not fit.
        (#"{"a":9223372036854775808}"#, "a"), (#"{"a":-9223372036854775809}"#, "a"), (#"{"a":1e400}"#, "a"),
        (#"{"a":-1e400}"#, "a"), (#"{"a":1e99999999999999999999}"#, "a"), (#"{"a":[1,{"b":1e999}]}"#, "a"),
        ("{\"a\":\(String(repeating: "9", count: 10_000))}", "a"),
        ("{\"a\":1\(String(repeating: "0", count: 10_000)).5}", "a"),
        // The same name twice.
        (#"{"a":1,"a":1}"#, "a"), (#"{"a":1,"\u0061":2}"#, "a"), (#"{"a":1,"b":2,"a":3}"#, "a"),
        (#"{"x":{"a":1,"a":2}}"#, "x"), ("{\"\u{E9}\":1,\"e\u{301}\":2}", "\u{E9}"),
        // Depth.
        ("{\"a\":\(String(repeating: "[", count: 32))\(String(repeating: "]", count: 32))}", "a"),
        ("{\"a\":\(String(repeating: "[", count: 500_000))", "a"),
        (String(repeating: "{\"a\":", count: 200_000), "a"),
        (String(repeating: "[", count: 1_000_000), "body"),
    ])
    func `what cannot be kept is an error about its field`(text: String, field: String) {
        let error = #expect(throws: NotificationError.self) { try parse(text) }
        #expect(error?.code == .invalid)
        #expect(error?.fields.map(\.field) == [field])
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82],
            [0xF8, 0x88, 0x80],
        ] as [[UInt8]])
    func `text that is no UTF-8 is refused`(bytes: [UInt8]) {
        for body in [Array(#"{"a":""#.utf8) + bytes + Array("\"}".utf8), bytes + Array("{}".utf8)] {
            #expect(throws: NotificationError.self) { try JSONBody.parse(body, emptyIsObject: false) }
        }
    }

    @Test func `thirty-two levels are read`() throws {
        let text = "{\"a\":\(String(repeating: "[", count: 31))\(String(repeating: "]", count: 31))}"
        #expect(try parse(text).keys.contains("a"))
    }

    @Test func `no prefix of a valid body does any harm`() throws {
        let body = Array(#"{"a":[1.5e3,"\uD83D\uDE00é",{"b":null}],"c":-12,"d":true}"#.utf8)
        _ = try JSONBody.parse(body, emptyIsObject: false)
        for count in 0..<body.count {
            #expect(throws: NotificationError.self) {
                try JSONBody.parse(Array(body.prefix(count)), emptyIsObject: false)
            }
        }
    }

    @Test func `no single changed byte does any harm`() {
        let body = Array(#"{"a":[1.5e3,"\uD83D\uDE00é",{"b":null}],"c":-12,"d":true}"#.utf8)
        var refused = 0
        for index in body.indices {
            for byte in UInt8.min ... .max {
                var changed = body
                changed[index] = byte
                if (try? JSONBody.parse(changed, emptyIsObject: false)) == nil { refused += 1 }
            }
        }
        #expect(refused > 0)
    }

    @Test func `no body at all stands for an empty object where that is allowed`() throws {
        #expect(try JSONBody.parse([], emptyIsObject: true) == [:])
        #expect(throws: NotificationError.self) { try JSONBody.parse([], emptyIsObject: false) }
    }

    @Test(
        arguments: [
            (nil, true), ("application/json", true), ("Application/JSON; charset=utf-8", true),
            ("application/json;", true),
            ("application/merge-patch+json", true), ("text/plain", false), ("text/json+x", false),
            ("application/x-www-form-urlencoded", false), ("application/jsonp", false), ("multipart/form-data", false),
        ] as [(String?, Bool)])
    func `a body must be JSON when it says what it is`(contentType: String?, accepted: Bool) {
        #expect(JSONBody.accepts(contentType: contentType) == accepted)
    }
}
