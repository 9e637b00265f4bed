// What a body can be.

extension HostileRequest {
    static let json: [HostileRequest] = [
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
        bytes([0], "body"), bytes([0xFF, 0xFE, 0x7B, 0, 0x7D, 0], "body"),
        bytes([0x7B, 0x22, 0x80, 0x22, 0x7D], "body"),
        bytes(Array(#"{"title":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8), "title"),
        bytes(Array(#"{"title":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8), "title"),
    ]

    static let types: [HostileRequest] = [
        create(#"{"title":"x"}"#, "notification_type"), create(#"{"notification_type":"system_info"}"#, "title"),
        create(#"{"notification_type":"nothing","title":"x"}"#, "notification_type"),
        create(#"{"notification_type":["system_info"],"title":"x"}"#, "notification_type"),
        create(#"{"notification_type":"system_info","title":5}"#, "title"),
        create(#"{"notification_type":"system_info","title":{"$gt":""}}"#, "title"),
        create(#"{"notification_type":"system_info","title":null}"#, "title"),
        member(#""message":5"#, "message"), member(#""severity":"fatal""#, "severity"),
        member(#""severity":3"#, "severity"),
        member(#""metadata":[]"#, "metadata"), member(#""metadata":"{}""#, "metadata"),
        member(#""user_id":"1""#, "user_id"), member(#""user_id":1.5"#, "user_id"),
        member(#""user_id":true"#, "user_id"),
        member(#""user_id":9223372036854775808"#, "user_id"), member(#""user_id":1e400"#, "user_id"),
        member(#""user_id":0"#, "user_id"), member(#""user_id":-9223372036854775808"#, "user_id"),
        member(#""site_id":0"#, "site_id"), member(#""site_id":-1"#, "site_id"), member(#""site_id":1e19"#, "site_id"),
        member(#""site_id":9223372036854775807"#, "site_id"),
        member(#""site_id":"1; drop table notify.sites""#, "site_id"),
        member(#""account_id":0"#, "account_id"), member(#""account_id":"x""#, "account_id"),
        member(#""account_id":-5"#, "account_id"), member(#""object_id":7"#, "content_type"),
        member(#""content_type":"a""#, "object_id"), member(#""content_type":7,"object_id":7"#, "content_type"),
        member(#""content_type":"a","object_id":[7]"#, "object_id"),
        member(#""content_type":"a","object_id":7.5"#, "object_id"),
        member(#""metadata":{"a":1e999}"#, "metadata"), member(#""metadata":{"a":99999999999999999999}"#, "metadata"),
        member("\"metadata\":{\"a\":\(String(repeating: "9", count: 100_000))}", "metadata"),
        member(#""idempotency_key":{}"#, "idempotency_key"), member(#""action_label":"Go""#, "action_url"),
    ]

    static let lengths: [HostileRequest] = [
        create(#"{"notification_type":"system_info","title":"\#(x(513))"}"#, "title"),
        create(
            "{\"notification_type\":\"system_info\",\"title\":\"\(String(repeating: "e\u{301}", count: 257))\"}",
            "title"),
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

    static let texts: [HostileRequest] = [
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
        member(#""idempotency_key":"\u0000""#, "idempotency_key"),
        member(#""content_type":"\u0007","object_id":1"#, "content_type"),
    ]

    static let links: [HostileRequest] = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "/\\\\evil.example",
        "\\\\\\\\evil",
        "evil.example", "https:evil", "http://", " https://x.example", "ftp://x", "/a\\nb", "/\\t/evil.example", "",
        "\\u0001javascript:x", "file:///etc/passwd",
    ].map { member(#""action_url":"\#($0)""#, "action_url") }
}
