import Notifications
import Testing

@testable import NotifyCommand

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
        ("🎉", 2), ("👩‍👩‍👧", 2), ("🇵🇹", 2), ("👍🏽", 2), ("1️⃣", 2), ("❤️", 2), ("❤", 1), ("ﾊﾝ", 2), ("ＡＢ", 4),
        ("…", 1), ("●", 1), ("↵", 1), ("\u{200B}", 0), ("שלום", 4), ("\u{FFFD}", 1),
    ])
    func `a text takes the columns that a terminal gives it`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab cd", 4, "ab…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
        ("a👩‍👩‍👧b", 3, "a…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("abc", 1, "…"), ("abc", 0, ""), ("日", 1, "…"),
    ])
    func `a text is cut between characters`(text: String, width: Int, cut: String) {
        #expect(text.cut(toWidth: width) == cut)
        #expect(text.cut(toWidth: width).displayWidth <= width)
    }

    @Test(arguments: [
        ("plain ✓ 日本", "plain ✓ 日本"), ("\u{1B}[31mred\u{7}", "␛[31mred␇"), ("a\nb\r\nc\td", "a↵b↵c␉d"),
        ("\u{7F}\u{9B}2J", "␡\u{FFFD}2J"), ("a\u{202E}b\u{2066}c", "a\u{FFFD}b\u{FFFD}c"), ("\u{2028}\u{85}", "↵↵"),
    ])
    func `what would act on the terminal is shown instead`(text: String, safe: String) {
        #expect(String(safe: text) == safe)
    }

    @Test func `in JSON it is escaped, and the value stays`() throws {
        let json = "{\"a\":\"x\u{7F}\u{9B}\u{202E}é\"}\n"
        let safe = String(safeJSON: json)
        #expect(safe == "{\"a\":\"x\\u007f\\u009b\\u202eé\"}\n")
        #expect(try JSONParser.parse(Array(json.utf8)) == JSONParser.parse(Array(safe.utf8)))
    }

    @Test(arguments: [
        (0, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago"), (3600, "1 h ago"),
        (86_399, "23 h ago"), (86_400, "1 d ago"), (604_799, "6 d ago"), (-300, "just now"),
    ])
    func `times are told as people tell them`(age: Int64, text: String) {
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        let time = RelativeTime(Timestamp(microseconds: now.microseconds - age * 1_000_000), now: now)
        #expect(time.long == text)
        #expect(!time.short.hasSuffix("ago"))
    }

    @Test(arguments: [604_800, 40_000_000, -301, -4_000_000_000])
    func `what is long ago, or yet to come, has a date`(age: Int64) {
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        let time = RelativeTime(Timestamp(microseconds: now.microseconds - age * 1_000_000), now: now)
        #expect(time.long.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil)
        #expect(RelativeTime(Timestamp(microseconds: .min), now: now).long.contains("-"))
    }

    @Test func `pieces of JSON stay as they are`() {
        let json =
            #" {"count": 2, "x":{"results":[9]}, "results" : [ {"a":123456789012345678901,"b":"]\"}"} , [1,[]],"#
            + " 1.50, null ]}"
        let pieces = JSONSlices.elements(of: "results", in: Array(json.utf8))
        #expect(pieces == [#"{"a":123456789012345678901,"b":"]\"}"}"#, "[1,[]]", "1.50", "null"])
        #expect(JSONSlices.elements(of: "results", in: Array("{\"results\":[]}".utf8)) == [])
    }

    @Test(arguments: [
        "", "{", "{\"results\":", "{\"results\":[", "{\"results\":[\"", "[]", "{\"results\":[}]", "{\"a\"}", "\"\\",
    ])
    func `broken JSON has no end that is not found`(text: String) {
        #expect(JSONSlices.elements(of: "results", in: Array(text.utf8)).count <= 1)
    }

    @Test(arguments: [
        ("12", 12), ("9223372036854775807", Int64.max), ("6e6f7469-6679-8000-8000-00000000001a", 26),
        ("6E6F7469-6679-8000-8000-00000000001A", 26), ("0", nil), ("-3", nil), ("+3", nil), ("x", nil), ("", nil),
        ("9223372036854775808", nil), ("6e6f7469-6679-8000-8000-000000000000", nil),
        ("11111111-6679-8000-8000-00000000001a", nil),
    ])
    func `an id is a number or the UUID that carries it`(text: String, id: Int64?) {
        #expect(NotificationID(argument: text)?.rawValue == id)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8011", true), ("http://localhost/", true), ("http://[::1]:80", true),
        ("http://a.localhost", true), ("http://127.example.com", false), ("http://10.0.0.1", false),
        ("https://Example.com/inbox/", false),
    ])
    func `an address knows whether it is this machine`(text: String, isLoopback: Bool) throws {
        #expect(try ServerAddress(text).isLoopback == isLoopback)
        #expect(try !ServerAddress(text).description.hasSuffix("/"))
    }

    @Test(arguments: [
        "", "localhost:80", "ftp://x", "http://", "http://u:p@x", "http://x?y", "http://x/#y", "http://x y",
        "http://x:99999",
    ])
    func `other addresses are refused`(text: String) {
        #expect(throws: ClientError.self) { try ServerAddress(text) }
    }
}
