import Logging
import Notifications

@testable import NotificationServer

/// A server as `notify serve --demo` runs it, with two accounts.
struct DemoServer {
    static let accounts = [
        DemoAccount(
            id: 1, name: "Northwind <Media>",
            members: [.init(id: 1, name: "Ada O'Kafor", role: .owner), .init(id: 2, name: "Ben", role: .viewer)],
            sites: [3]),
        DemoAccount(id: 2, name: "Juniper", members: [.init(id: 5, name: "Esra", role: .editor)], sites: []),
    ]

    let http: TestServer
    let own: OwnServer

    static func running(
        settings change: (inout Settings) -> Void = { _ in }, logger: Logger = quiet,
        _ body: (DemoServer) async throws -> Void
    ) async throws {
        let url = try await LiveServer.migratedDatabase()
        try await OwnServer.running(on: url, settings: change, demo: accounts, logger: logger) { own async throws in
            let directory = Directory(own.live.pool)
            for account in accounts {
                for member in account.members {
                    try await directory.put(
                        user: member.id, in: account.id, UserDetails(name: member.name, role: member.role))
                }
                for site in account.sites { try await directory.put(site: site, in: account.id, name: "Blog") }
            }
            try await body(DemoServer(http: own.live.http, own: own))
        }
    }

    func get(_ path: String, cookie: String? = nil, accept: String = "text/html") async throws -> TestServer.Answer {
        try await http.send("GET", path, headers: [("accept", accept)] + (cookie.map { [("cookie", $0)] } ?? []))
    }

    func post(
        _ path: String, _ form: String, cookie: String? = nil, headers: [(String, String)] = []
    ) async throws -> TestServer.Answer {
        let type = [("content-type", "application/x-www-form-urlencoded")]
        return try await http.send(
            "POST", path, body: form, headers: type + headers + (cookie.map { [("cookie", $0)] } ?? []))
    }
}
