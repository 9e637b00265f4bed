import FoundationEssentials
import NIOCore
import Notifications
import Testing

@testable import NotificationServer

@Suite struct JSONWriterTests {
    @Test func `objects and arrays have their commas`() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("a")
            writer.array { writer in
                writer.int(1)
                writer.object { _ in }
                writer.array { _ in }
                writer.bool(true)
                writer.null()
            }
            writer.key("b")
            writer.raw(#"{"x": 1}"#)
            writer.key("c")
            writer.double(0.1)
            writer.key("d")
            writer.double(.nan)
            writer.key("e")
            writer.identifier(Identifier<Site>(.min))
            writer.key("f")
            writer.string("x".dropFirst())
        }
        let expected = #"{"a":[1,{},[],true,null],"b":{"x": 1},"c":0.1,"d":null,"e":-9223372036854775808,"f":""}"#
        #expect(String(buffer: writer.buffer) == expected)
    }

    @Test func `a UUID is in lower case`() throws {
        var writer = JSONWriter()
        writer.uuid(try #require(UUID(uuidString: "0191D7B2-7A5C-7CC3-A123-0123456789AB")))
        #expect(String(buffer: writer.buffer) == #""0191d7b2-7a5c-7cc3-a123-0123456789ab""#)
    }

    @Test func `every character comes back as it was`() throws {
        let all = String(String.UnicodeScalarView((1...0x2FF).compactMap { Unicode.Scalar($0 as UInt32) }))
        for text in [all, "\u{2028}\u{2029}", "😀", "\"\\", "", "a\u{7F}b", "</script>", "\r\n"] {
            var writer = JSONWriter()
            writer.string(text)
            let bytes = [UInt8](buffer: writer.buffer)
            #expect(try JSONParser.parse(bytes) == .string(text))
            #expect(try JSONDecoder().decode(String.self, from: Data(bytes)) == text)
        }
    }

    @Test(
        arguments: [
            ["a": [1, .double(2.5), true, .null, "x\n"], "b": [:]],
            ["n": .int(.max), "m": .double(1e300), "t": .double(.leastNonzeroMagnitude)],
            ["é": "\u{1F}"], [], 1, "x",
        ] as [JSONValue])
    func `every value comes back as it was`(value: JSONValue) throws {
        #expect(try JSONParser.parse([UInt8](value.jsonText.utf8)) == value)
    }
}
