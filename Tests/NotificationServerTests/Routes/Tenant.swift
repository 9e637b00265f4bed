import NIOHTTP1
import Notifications
import Synchronization

@testable import NotificationServer

/// One account of a test's own, and who speaks for it.
struct Tenant: Sendable {
    let server: LiveServer
    let id: Int64
    /// Of a service that may do everything, bound to this account.
    let service: String
    /// Of a member, user 1, an editor.
    let member: String

    private static let last = Mutex(Int64(0))

    /// An account that no other test has. It exists; its one user does not yet.
    init(on server: LiveServer? = nil) async throws {
        if let server { self.server = server } else { self.server = try await .running() }
        id = Self.last.withLock {
            $0 += 1
            return $0
        }
        service = try await LiveServer.mint.token(
            service: "tests", scopes: [Scope.write, Scope.admin], account: Identifier(id))
        member = try await LiveServer.mint.token(
            for: .init("1", account: Identifier(id), role: .editor))
        try await Directory(self.server.pool).put(account: Identifier(id))
    }

    func token(_ user: String, role: Role? = .editor) async throws -> String {
        try await LiveServer.mint.token(for: .init(user, account: Identifier(id), role: role))
    }

    /// Of a user of each role, 11 to 14; all are known.
    func tokenOfEachRole() async throws -> [Role: String] {
        var tokens: [Role: String] = [:]
        for (number, role) in Role.allCases.enumerated() {
            let token = try await token("\(number + 11)", role: role)
            _ = try await get("/api/v1/notifications/unread-count/", as: token)
            tokens[role] = token
        }
        return tokens
    }

    /// As the member, unless `token` says otherwise.
    func send(
        _ method: String, _ path: String, as token: String? = nil, _ body: JSONValue? = nil,
        headers: [(String, String)] = []
    ) async throws -> TestServer.Answer {
        try await server.http.send(
            method, path, token: token ?? member, body: body?.jsonText, headers: headers)
    }

    func get(_ path: String, as token: String? = nil) async throws -> JSONValue {
        try await send("GET", path, as: token).json
    }

    /// Announces by the free-form call.
    func create(_ fields: [String: JSONValue] = [:]) async throws -> TestServer.Answer {
        let plain: [String: JSONValue] = ["notification_type": "system_info", "title": "News"]
        return try await send(
            "POST", "/api/v1/notifications/", as: service, .object(plain.merging(fields) { $1 }))
    }

    /// The id of one that `create` made.
    func created(_ fields: [String: JSONValue] = [:]) async throws -> Int64 {
        guard let id = try await create(fields).json["id"]?.int else { throw NotCreated() }
        return id
    }

    func event(_ name: String, _ arguments: JSONValue, key: String? = nil) async throws -> TestServer.Answer {
        try await send(
            "POST", "/api/v1/notify/\(name)/", as: service, arguments,
            headers: key.map { [("idempotency-key", $0)] } ?? [])
    }

    /// Makes a site of the account, or renames it.
    func site(_ number: Int64, name: JSONValue) async throws {
        _ = try await send("PUT", "/api/v1/accounts/\(id)/sites/\(number)/", as: service, ["name": name])
    }

    struct NotCreated: Error {}
}
