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
    static func create(_ body: String, _ field: String, _ status: Int = 400) -> HostileRequest {
        HostileRequest("POST", notifications, [UInt8](body.utf8), [], status, field, String(body.prefix(100)))
    }

    /// As `create`, with a title and a type beside the text of one more member.
    static func member(_ text: String, _ field: String) -> HostileRequest {
        create(#"{"notification_type":"system_info","title":"x",\#(text)}"#, field)
    }

    /// Bodies for other routes.
    static func send(
        _ method: String, _ path: String, _ body: String? = nil, _ status: Int, _ field: String? = nil,
        headers: [(String, String)] = []
    ) -> HostileRequest {
        let name = "\(method) \(path.prefix(80)) \(body?.prefix(60) ?? "")"
        return HostileRequest(method, path, body.map { [UInt8]($0.utf8) }, headers, status, field, name)
    }

    static func list(_ query: String, _ status: Int, _ field: String? = nil) -> HostileRequest {
        send("GET", notifications + query, nil, status, field)
    }

    static func bytes(_ bytes: [UInt8], _ field: String) -> HostileRequest {
        HostileRequest("POST", notifications, bytes, [], 400, field, "bytes \(bytes.prefix(20))")
    }

    static let notifications = "/api/v1/notifications/"
    static let identity = "/api/v1/identity/notifications/"
    static func x(_ count: Int) -> String { String(repeating: "x", count: count) }
    static func nested(_ open: String, _ count: Int) -> String { String(repeating: open, count: count) }

    static let all = json + types + lengths + texts + links + paths + queries + media + preferences + orion

    /// The member's token does for `GET` and for what is about reading, the service's for the rest.
    var isForMember: Bool {
        method == "GET"
            || ["/read", "/unread", "?for=", "/preferences", "/identity/"].contains { path.contains($0) }
    }
}
