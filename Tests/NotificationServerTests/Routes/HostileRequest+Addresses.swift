// What a path, a query or a header can be.

extension HostileRequest {
    static let paths: [HostileRequest] = [
        "0", "-1", "1.0", "abc", "9223372036854775808", "99999999999999999999999999", "%00", "%2e%2e", "1%00", "%FF",
        "1'%20or%20'1'='1", "٣".percentEncoded, "0x10", "1e3", "null", "%F0%9F%98%80", "%zz", "%",
        "%7B6e6f7469-6679-8000-8000-000000000001%7D",
        "6e6f7469667980008000000000000001", "00000000-0000-0000-0000-000000000000",
    ].flatMap {
        [
            send("GET", "\(notifications)\($0)/", nil, 404), send("POST", "\(notifications)\($0)/read/", nil, 404),
            send("PATCH", "\(identity)\($0)/read/", nil, 404),
            send("PUT", "/api/v1/accounts/\($0)/", "{}", 404),
            send("DELETE", "/api/v1/accounts/1/users/\($0)/", nil, 404),
        ]
    }

    static let queries: [HostileRequest] = [
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

    static let media: [HostileRequest] = [
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
}

extension String {
    fileprivate var percentEncoded: String {
        utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
