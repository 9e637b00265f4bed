import Notifications
import Testing

/// One request that no honest client would send, and how it must be answered.
struct HostileRequest: Sendable, CustomTestStringConvertible {
    let method: String
    let path: String
    let body: [UInt8]?
    let headers: [(String, String)]
    let status: Int
    /// What the answer must name; nil: no field is at fault.
    let field: String?
    let testDescription: String

    private init(
        _ method: String, _ path: String, _ body: [UInt8]?, _ headers: [(String, String)], _ status: Int,
        _ field: String?, _ name: String
    ) {
        (self.method, self.path, self.body, self.headers) = (method, path, body, headers)
        (self.status, self.field, testDescription) = (status, field, name)
    }

    /// Bodies for `POST /api/v1/notifications/`.
    private static func create(_ body: String, _ field: String, _ status: Int = 400) -> HostileRequest {
        HostileRequest("POST", notifications, [UInt8](body.utf8), [], status, field, String(body.prefix(100)))
    }

    /// As `create`, with a title and a type beside the text of one more member.
    private static func member(_ text: String, _ field: String) -> HostileRequest {
        create(#"{"notification_type":"system_info","title":"x",\#(text)}"#, field)
    }

    /// Bodies for other routes.
    private static func send(
        _ method: String, _ path: String, _ body: String? = nil, _ status: Int, _ field: String? = nil,
        headers: [(String, String)] = []
    ) -> HostileRequest {
        let name = "\(method) \(path.prefix(80)) \(body?.prefix(60) ?? "")"
        return HostileRequest(method, path, body.map { [UInt8]($0.utf8) }, headers, status, field, name)
    }

    private static func list(_ query: String, _ status: Int, _ field: String? = nil) -> HostileRequest {
        send("GET", notifications + query, nil, status, field)
    }

    private static func bytes(_ bytes: [UInt8], _ field: String) -> HostileRequest {
        HostileRequest("POST", notifications, bytes, [], 400, field, "bytes \(bytes.prefix(20))")
    }

    private static let notifications = "/api/v1/notifications/"
    private static func x(_ count: Int) -> String { String(repeating: "x", count: count) }
    private static func nested(_ open: String, _ count: Int) -> String { String(repeating: open, count: count) }

    static let all = json + types + lengths + texts + links + paths + queries + media

    private static let json: [HostileRequest] = [
        create("", "body"), create(" ", "body"), create("null", "body"), create("[]", "body"), create("1", "body"),
        create(#""text""#, "body"), create("{", "body"), create("{}{}", "body"), create("{'a':1}", "body"),
        create("<notification/>", "body"), create("title=x&message=y", "body"), create("{\"title\":NaN}", "body"),
        create("{\"title\":\"x\",}", "body"), create("\u{FEFF}{}", "body"),
        create(nested("[", 100_000), "body"), create(nested("{\"a\":", 100_000), "a"),
        create("{\"metadata\":\(nested("[", 100_000))", "metadata"),
        member("\"metadata\":{\"a\":\(nested("[", 100_000))\(nested("]", 100_000))}", "metadata"),
        member(#""title":"y""#, "title"), member(#""metadata":{"a":1,"a":2}"#, "metadata"),
        member(#""__proto__":{}"#, "__proto__"), member(#""id":1"#, "id"), member(#""is_read":true"#, "is_read"),
        member(#""created_at":"2020-01-01""#, "created_at"), member(#""":1"#, ""),
        member(#""\u0000":1"#, "body"), member("\"a\u{7F}\":1", "a\u{7F}"),
        bytes([0], "body"), bytes([0xFF, 0xFE, 0x7B, 0, 0x7D, 0], "body"), bytes([0x7B, 0x22, 0x80, 0x22, 0x7D], "body"),
        bytes(Array(#"{"title":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8), "title"),
        bytes(Array(#"{"title":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8), "title"),
    ]

    private static let types: [HostileRequest] = [
        create(#"{"title":"x"}"#, "notification_type"), create(#"{"notification_type":"system_info"}"#, "title"),
        create(#"{"notification_type":"nothing","title":"x"}"#, "notification_type"),
        create(#"{"notification_type":["system_info"],"title":"x"}"#, "notification_type"),
        create(#"{"notification_type":"system_info","title":5}"#, "title"),
        create(#"{"notification_type":"system_info","title":{"$gt":""}}"#, "title"),
        create(#"{"notification_type":"system_info","title":null}"#, "title"),
        member(#""message":5"#, "message"), member(#""severity":"fatal""#, "severity"), member(#""severity":3"#, "severity"),
        member(#""metadata":[]"#, "metadata"), member(#""metadata":"{}""#, "metadata"),
        member(#""user_id":"1""#, "user_id"), member(#""user_id":1.5"#, "user_id"), member(#""user_id":true"#, "user_id"),
        member(#""user_id":9223372036854775808"#, "user_id"), member(#""user_id":1e400"#, "user_id"),
        member(#""user_id":0"#, "user_id"), member(#""user_id":-9223372036854775808"#, "user_id"),
        member(#""site_id":0"#, "site_id"), member(#""site_id":-1"#, "site_id"), member(#""site_id":1e19"#, "site_id"),
        member(#""site_id":9223372036854775807"#, "site_id"), member(#""site_id":"1; drop table notify.sites""#, "site_id"),
        member(#""account_id":0"#, "account_id"), member(#""account_id":"x""#, "account_id"),
        member(#""account_id":-5"#, "account_id"), member(#""object_id":7"#, "content_type"),
        member(#""content_type":"a""#, "object_id"), member(#""content_type":7,"object_id":7"#, "content_type"),
        member(#""content_type":"a","object_id":[7]"#, "object_id"),
        member(#""content_type":"a","object_id":7.5"#, "object_id"),
        member(#""metadata":{"a":1e999}"#, "metadata"), member(#""metadata":{"a":99999999999999999999}"#, "metadata"),
        member("\"metadata\":{\"a\":\(String(repeating: "9", count: 100_000))}", "metadata"),
        member(#""idempotency_key":{}"#, "idempotency_key"), member(#""action_label":"Go""#, "action_url"),
    ]

    private static let lengths: [HostileRequest] = [
        create(#"{"notification_type":"system_info","title":"\#(x(201))"}"#, "title"),
        create("{\"notification_type\":\"system_info\",\"title\":\"\(String(repeating: "e\u{301}", count: 101))\"}", "title"),
        create(#"{"notification_type":"\#(x(65))","title":"x"}"#, "notification_type"),
        member(#""message":"\#(x(10_001))""#, "message"), member(#""action_url":"/\#(x(500))""#, "action_url"),
        member(#""action_url":"/","action_label":"\#(x(51))""#, "action_label"),
        member(#""content_type":"\#(x(101))","object_id":1"#, "content_type"),
        member(#""content_type":"a","object_id":"\#(x(256))""#, "object_id"),
        member(#""content_type":"","object_id":1"#, "content_type"),
        member(#""content_type":"a","object_id":"""#, "object_id"),
        member(#""idempotency_key":"\#(x(256))""#, "idempotency_key"),
        member(#""metadata":{"a":"\#(x(65_536))"}"#, "metadata"),
        member("\"\(x(100_000))\":1", x(100)),
    ]

    private static let texts: [HostileRequest] = [
        create(#"{"notification_type":"system_info","title":""}"#, "title"),
        create(#"{"notification_type":"system_info","title":" \t\n "}"#, "title"),
        create(#"{"notification_type":"system_info","title":"a\nb"}"#, "title"),
        create(#"{"notification_type":"system_info","title":"a\u001b[31mb"}"#, "title"),
        create(#"{"notification_type":"system_info","title":"a\u0085b"}"#, "title"),
        create(#"{"notification_type":"system_info","title":"a\u0000b"}"#, "title"),
        create(#"{"notification_type":"system_info","title":"\ud800"}"#, "title"),
        create(#"{"notification_type":"system_info","title":"\udc00\ud800"}"#, "title"),
        create(#"{"notification_type":"system_info\u0000","title":"x"}"#, "notification_type"),
        member(#""message":"\u0000""#, "message"), member(#""metadata":{"a":"\u0000"}"#, "metadata"),
        member(#""metadata":{"a":{"\u0000":1}}"#, "metadata"), member(#""metadata":{"a":"\ud83d"}"#, "metadata"),
        member(#""idempotency_key":"\u0000""#, "idempotency_key"), member(#""content_type":"\u0007","object_id":1"#, "content_type"),
    ]

    private static let links: [HostileRequest] = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "/\\\\evil.example", "\\\\\\\\evil",
        "evil.example", "https:evil", "http://", " https://x.example", "ftp://x", "/a\\nb", "/\\t/evil.example", "",
        "\\u0001javascript:x", "file:///etc/passwd",
    ].map { member(#""action_url":"\#($0)""#, "action_url") }

    private static let paths: [HostileRequest] = [
        "0", "-1", "1.0", "abc", "9223372036854775808", "99999999999999999999999999", "%00", "%2e%2e", "1%00", "%FF",
        "1'%20or%20'1'='1", "٣".percentEncoded, "0x10", "1e3", "null", "%F0%9F%98%80", "%zz", "%",
    ].flatMap {
        [
            send("GET", "\(notifications)\($0)/", nil, 404), send("POST", "\(notifications)\($0)/read/", nil, 404),
            send("PUT", "/api/v1/accounts/\($0)/", "{}", 404), send("DELETE", "/api/v1/accounts/1/users/\($0)/", nil, 404),
        ]
    }

    private static let queries: [HostileRequest] = [
        list("?is_read=%00", 400, "is_read"), list("?%00=1", 400),
        list("?%ff=1", 400), list("?site=%zz", 400, "site"),
        list("?site=%", 400, "site"), list("?site=1%", 400, "site"),
        list("?severity[]=info", 400, "severity[]"),
        list("?severity=info'--", 400, "severity"),
        list("?object_id=\(x(256))&content_type=a", 400, "object_id"),
        list("?" + (0...100).map { "a\($0)=1" }.joined(separator: "&"), 400),
        list("?" + nested("is_read=true&", 90), 400, "is_read"),
        list("?created_after=999999999999-01-01", 400, "created_after"),
        list("?created_after=2025-13-01", 400, "created_after"),
        list("?created_after=2025-12-28T24:00:00Z", 400, "created_after"),
        list("?created_after=2025-12-28T10:00:60Z", 400, "created_after"),
        list("?created_after=2025-12-28T10:00:00.1234567890Z", 400, "created_after"),
        list("?created_after=infinity", 400, "created_after"),
        list("?created_after=-infinity", 400, "created_after"),
        list("?created_after=now()", 400, "created_after"),
        list("?page=184467440737095516160", 404),
        list("?page=9223372036854775807&page_size=100", 404),
        list("?page=4611686018427387904&page_size=2", 404),
        list("?cursor=b99999999999999999999", 404),
        send("POST", notifications + "read-all/", #"{"through":-1}"#, 400, "through"),
        send("POST", notifications + "read-all/", #"{"through":"5"}"#, 400, "through"),
        send("POST", notifications + "read-all/", #"{"through":9223372036854775808}"#, 400, "through"),
        send("POST", notifications + "read-all/", #"{"content_type":"a"}"#, 400, "object_id"),
        send("POST", notifications + "read-all/", "[]", 400, "body"),
        send("POST", notifications + "read-all/?through=5", nil, 400, "through"),
        send("POST", notifications + "1/read/", #"{"is_read":false}"#, 400, "is_read"),
        send("DELETE", notifications + "1/?for=all", nil, 400, "for"),
    ]

    private static let media: [HostileRequest] = [
        send("POST", notifications, "a=b", 415, headers: [("content-type", "application/x-www-form-urlencoded")]),
        send("POST", notifications, "{}", 415, headers: [("content-type", "text/plain")]),
        send("POST", notifications, "{}", 415, headers: [("content-type", "multipart/form-data; boundary=x")]),
        send("POST", notifications, "{}", 415, headers: [("content-type", "application/xml")]),
        send("POST", notifications, "{}", 400, "notification_type", headers: [("content-type", "")]),
        send("POST", notifications, "\u{1F}\u{8B}", 415, headers: [("content-encoding", "gzip")]),
        send("PROPFIND", notifications, nil, 501),
        send("PATCH", notifications, "{}", 405), send("PUT", notifications, "{}", 405),
        send("GET", notifications, nil, 401, headers: [("authorization", "Bearer \(x(10_000))")]),
        send("GET", notifications + x(9000), nil, 404),
    ]

    /// The member's token does for `GET` and for what is about reading, the service's for the rest.
    var isForMember: Bool {
        method == "GET" || path.contains("/read") || path.contains("/unread") || path.contains("?for=")
    }
}

extension String {
    fileprivate var percentEncoded: String {
        utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
