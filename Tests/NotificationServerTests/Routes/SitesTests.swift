import Notifications
import Postgres
import Testing

@testable import NotificationServer

/// What a list may be filtered by.
@Suite struct SitesTests {
    static let path = "/api/v1/sites/"

    @Test func `the account's sites are listed by name, and nobody else's`() async throws {
        let (tenant, other) = (try await Tenant(), try await Tenant())
        #expect(try await tenant.get(Self.path) == ["results": []])
        try await other.site(9, name: "Theirs")
        for (id, name) in [(3, "Journal"), (1, "Blog"), (4, ""), (2, "Blog")] as [(Int64, JSONValue)] {
            try await tenant.site(id, name: name)
        }
        let sites: JSONValue = [
            "results": [
                ["id": 4, "name": ""], ["id": 1, "name": "Blog"], ["id": 2, "name": "Blog"],
                ["id": 3, "name": "Journal"],
            ]
        ]
        #expect(try await tenant.get(Self.path) == sites)
        #expect(try await tenant.get("/api/v1/sites", as: tenant.token("2", role: .viewer)) == sites)
    }

    @Test func `at most a thousand are listed`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.server.pool.write([
            """
            insert into notify.sites (account_id, id, name)
            select \(tenant.id), n, to_char(n, 'FM0000')
            from generate_series(1, 1001) n
            """
        ])
        let sites = try await tenant.get(Self.path)
        #expect(sites.ids == Array(1...1000))
    }

    @Test func `who has the answer already is told so, until a site comes, goes or has another name`() async throws {
        let tenant = try await Tenant()
        try await tenant.site(1, name: "Blog")
        var tags: Set<String> = []
        let changes: [() async throws -> Void] = [
            {}, { try await tenant.site(2, name: "Journal") }, { try await tenant.site(1, name: "Weblog") },
            {
                let site = "/api/v1/accounts/\(tenant.id)/sites/2/"
                _ = try await tenant.send("DELETE", site, as: tenant.service)
            },
        ]
        for change in changes {
            try await change()
            for tag in tags {
                let answer = try await tenant.send("GET", Self.path, headers: [("if-none-match", tag)])
                #expect(answer.status == 200)
            }
            let answer = try await tenant.send("GET", Self.path)
            let tag = try #require(answer["etag"])
            #expect(tags.insert(tag).inserted && tag.hasPrefix("W/\""))
            let again = try await tenant.send("GET", Self.path, headers: [("if-none-match", tag)])
            #expect(again.status == 304 && again.body.isEmpty && again["cache-control"] == "private, no-cache")
            let colleague = try await tenant.send(
                "GET", Self.path, as: tenant.token("2"), headers: [("if-none-match", tag)])
            #expect(colleague.status == 200)
        }
    }
}
