// What the body of a change of preferences, and a request in the second document's dialect, can be.

extension HostileRequest {
    private static let own = notifications + "preferences/"
    private static let defaults = notifications + "preferences/defaults/"

    private static let changes: [(body: String, field: String)] = [
        ("[]", "body"), ("null", "body"), ("true", "body"), (#""text""#, "body"), ("{", "body"), ("{}{}", "body"),
        (" ", "body"), (#"{"media.failed":null}"#, "media.failed"), (#"{"media.failed":true}"#, "media.failed"),
        (#"{"media.failed":[]}"#, "media.failed"), (#"{"media.failed":"off"}"#, "media.failed"),
        (#"{"media.failed":{"enabled":1}}"#, "media.failed.enabled"),
        (#"{"media.failed":{"enabled":"false"}}"#, "media.failed.enabled"),
        (#"{"media.failed":{"push":[]}}"#, "media.failed.push"),
        (#"{"media.failed":{"push":{"$ne":null}}}"#, "media.failed.push"),
        (#"{"media.failed":{"enabled":false,"email":true}}"#, "media.failed.email"),
        (#"{"media.failed":{"Enabled":false}}"#, "media.failed.Enabled"),
        (#"{"media.failed":{"enabled":true,"enabled":false}}"#, "media.failed"),
        (#"{"media.failed":{"enabled":false},"media.failed":{}}"#, "media.failed"),
        (#"{"media.failed":{"enabled":false},"nothing":{"enabled":false}}"#, "nothing"),
        (#"{"media_failed":{"enabled":false}}"#, "media_failed"), (#"{"":{"enabled":false}}"#, ""),
        (#"{"results":[]}"#, "results"), (#"{"__proto__":{"enabled":false}}"#, "__proto__"),
        (#"{"credits_depleted":{"enabled":false}}"#, "credits_depleted.enabled"),
        (#"{"credits_depleted":{"enabled":null,"push":false}}"#, "credits_depleted.push"),
        (
            #"{"media.failed'; drop table notify.preferences; --":{"enabled":false}}"#,
            "media.failed'; drop table notify.preferences; --"
        ),
        (#"{"media.failed":{"enabled' or '1'='1":false}}"#, "media.failed.enabled' or '1'='1"),
        (#"{"\ud800":{"enabled":false}}"#, "body"), (#"{"media.failed":{"\udc00":false}}"#, "media.failed"),
        (#"{"media.failed\u0000":{"enabled":false}}"#, "body"),
        ("{\"\(x(100_000))\":{}}", x(100)), ("{\"media.failed\":{\"\(x(100_000))\":true}}", "media.failed.\(x(100))"),
        ("{\"media.failed\":{\"enabled\":\"\(x(100_000))\"}}", "media.failed.enabled"),
        ("{\"media.failed\":{\"enabled\":\(nested("[", 100_000))", "media.failed"),
        ("{\"media.failed\":\(nested("{\"enabled\":", 31))true\(nested("}", 31))}", "media.failed.enabled"),
        ("{\(many)}", "t0"),
    ]

    static let preferences: [HostileRequest] =
        changes.map { send("PATCH", own, $0.body, 400, $0.field) }
        + changes.map { send("PATCH", defaults, $0.body, 400, $0.field) } + elsewhere

    private static let elsewhere: [HostileRequest] = [
        send("PATCH", own + "?type=media.failed", "{}", 400, "type"), send("GET", own + "?page=1", nil, 400, "page"),
        send("PUT", own, "{}", 405), send("POST", own, "{}", 405), send("DELETE", own, nil, 405),
        send("PATCH", own + "media.failed/", "{}", 404), send("GET", own + "defaults/1/", nil, 404),
        send("PATCH", own, "a=b", 415, headers: [("content-type", "application/x-www-form-urlencoded")]),
        send("PATCH", defaults, "{}", 403),
        send("PATCH", defaults, #"{"media.failed":{"enabled":false}}"#, 403),
    ]

    static let orion: [HostileRequest] =
        orionRequests + orionChanges.map { send("PUT", identity + "preferences", $0.body, 400, $0.field) }

    private static let orionRequests: [HostileRequest] = [
        send("GET", identity + "?page=0", nil, 400, "page"), send("GET", identity + "?page=-1", nil, 400, "page"),
        send("GET", identity + "?page=x", nil, 400, "page"), send("GET", identity + "?page=1.5", nil, 400, "page"),
        send("GET", identity + "?page=99999999999999999999", nil, 400, "page"),
        send("GET", identity + "?page_size=0", nil, 400, "page_size"),
        send("GET", identity + "?page_size=-5", nil, 400, "page_size"),
        send("GET", identity + "?unread=maybe", nil, 400, "unread"),
        send("GET", identity + "?unread=true&unread=false", nil, 400, "unread"),
        send("GET", identity + "?is_read=true", nil, 400, "is_read"), send("GET", identity + "?%00=1", nil, 400),
        send("GET", identity + "?page='%20or%201=1", nil, 400, "page"),
        send("POST", identity + "read-all", "[]", 400, "body"),
        send("POST", identity + "read-all", #"{"through":1}"#, 400, "through"),
        send("POST", identity + "read-all?unread=true", nil, 400, "unread"),
        send("PATCH", identity + "6e6f7469-6679-8000-8000-000000000001/read", #"{"is_read":true}"#, 400, "is_read"),
        send("GET", identity + "6e6f7469-6679-8000-8000-000000000001", nil, 404),
        send("GET", identity + "unread-count?unread=true", nil, 400, "unread"),
        send("PATCH", identity + "preferences", "{}", 405), send("POST", identity, "{}", 405),
    ]

    private static let orionChanges: [(body: String, field: String)] = [
        ("[]", "body"), (#"{"trend.detected":{}}"#, "trend.detected"), (#"{"system_info":{}}"#, "system_info"),
        (#"{"trend_detected":null}"#, "trend_detected"), (#"{"trend_detected":{"push":0}}"#, "trend_detected.push"),
        (#"{"trend_detected":{"email":true}}"#, "trend_detected.email"), (#"{"\ud800":{}}"#, "body"),
        ("{\"\(x(100_000))\":{}}", x(100)), ("{\"trend_detected\":\(nested("[", 100_000))", "trend_detected"),
        (#"{"trend_detected' --":{"push":false}}"#, "trend_detected' --"), ("{\(many)}", "t0"),
    ]

    /// More unknown types than any error would list.
    private static let many = (0..<1000).map { "\"t\($0)\":{}" }.joined(separator: ",")
}
