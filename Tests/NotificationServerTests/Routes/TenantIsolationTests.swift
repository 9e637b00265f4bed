import Notifications
import Postgres
import Testing

@testable import NotificationServer

/// Whatever one account's tokens say of the other's ids, the other is not there, and is not touched.
@Suite struct TenantIsolationTests {
    @Test func `every route has its attacks`() {
        let routes = Route.all.map(\.name)
        let attacked = Attack.all.map(\.route)
        // The same for everybody, and nobody's.
        let pages = ["GET /account/notifications/", "GET /settings/notifications/"]
        let harmless = ["GET /healthz", "GET /readyz"] + pages + Route.all.filter(\.isAsset).map(\.name)
        #expect(Set(routes) == Set(attacked).union(harmless), "a route without an attack, or an attack on none")
        #expect(Set(routes).count == routes.count)
    }

    @Test(arguments: Attack.all)
    func `another account's ids are not found, and its data stays as it is`(attack: Attack) async throws {
        let victim = try await Victim()
        let intruder = try await Tenant()
        try await intruder.site(5, name: "Mine")
        let tokens = [
            "user": [intruder.member, try await intruder.token("\(victim.user)", role: .owner)],
            "service": [intruder.service],
        ]
        for token in tokens.values.joined() { _ = try await intruder.get("/api/v1/notifications/", as: token) }
        let before = try await victim.dump()
        for request in attack.requests(victim, intruder.id) {
            for (caller, tokens) in tokens {
                for token in tokens {
                    let answer = try await intruder.send(attack.method, request.path, as: token, request.body)
                    let expected = [caller, "either"].contains(attack.caller) ? request.statuses : [403]
                    #expect(expected.contains(answer.status), "\(caller): \(request.path) → \(answer)")
                    #expect(!answer.body.contains(Victim.mark), "\(caller): \(request.path) shows what is another's")
                }
            }
        }
        #expect(try await victim.dump() == before)
        // What is seen from the other account is what was seen before.
        #expect(try await victim.tenant.get("/api/v1/notifications/")["count"] == 4)
    }

    @Test func `the dump has every table that belongs to an account`() async throws {
        let rows = try await LiveServer.running().pool.read(
            """
            select c.relname, exists (
                select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id'
            )
            from pg_class c
            where c.relkind = 'r' and c.relnamespace = \(Schema.name)::regnamespace
            """)
        for row in rows {
            let (name, hasAccount) = try row.decode(String.self, Bool.self)
            #expect(hasAccount || name == "accounts" || name.contains("migration"), "\(name)")
        }
        let dump = try await Victim().dump()
        let tables = [
            "accounts", "users", "sites", "notifications", "feeds", "readers", "read_throughs", "marks",
            "idempotency_keys", "credit_levels", "tombstones", "preferences",
        ]
        for table in tables { #expect(dump.contains { $0.hasPrefix("\(table): <row") }, "\(table)") }
    }
}

/// An account that has something of everything.
struct Victim: Sendable {
    /// In every text of the account's.
    static let mark = "SECRET"

    let tenant: Tenant
    let user: Int64 = 42
    let uuid = "0191d7b2-7a5c-7cc3-a123-0123456789ab"
    let notification: Int64
    let personal: Int64
    let roleOnly: Int64

    init() async throws {
        tenant = try await Tenant()
        let mark = JSONValue.string(Self.mark)
        let account = "/api/v1/accounts/\(tenant.id)/"
        _ = try await tenant.send("PUT", account, as: tenant.service, ["name": mark])
        _ = try await tenant.get("/api/v1/notifications/")
        for (path, body) in [
            ("users/42/", ["name": mark, "uuid": .string(uuid), "role": "owner"] as JSONValue),
            ("users/44/", ["name": mark]), ("users/46/", ["name": mark]), ("sites/43/", ["name": mark]),
        ] { _ = try await tenant.send("PUT", account + path, as: tenant.service, body) }
        _ = try await tenant.send("DELETE", account + "users/44/", as: tenant.service)
        notification = try await tenant.created([
            "title": mark, "site_id": 43, "content_type": "content", "object_id": 7, "idempotency_key": mark,
        ])
        personal = try await tenant.created(["title": mark, "user_id": 42])
        _ = try await tenant.created(["title": mark, "user_id": 1])
        _ = try await tenant.send("POST", "/api/v1/notifications/\(notification)/read/")
        _ = try await tenant.send("POST", "/api/v1/notifications/read-all/")
        _ = try await tenant.created(["title": mark])
        _ = try await tenant.event("credits_balance", ["credits_total": 100, "credits_remaining": 5])
        _ = try await tenant.send(
            "PATCH", "/api/v1/notifications/preferences/", ["content.created": ["enabled": true]])
        _ = try await tenant.send(
            "PATCH", "/api/v1/notifications/preferences/defaults/",
            as: tenant.token("42", role: .owner), ["media.failed": ["push": false]])
        roleOnly = try await tenant.created(["title": mark, "roles": ["owner"]])
    }

    /// Every row of the account's, in every table there is.
    func dump() async throws -> [String] {
        try await tenant.server.pool.read(
            """
            select c.relname || ': ' || query_to_xml(
                       format(
                           'select * from %s where %I = %s order by 1, 2', c.oid::regclass,
                           case c.relname when 'accounts' then 'id' else 'account_id' end, \(tenant.id)::bigint),
                       true, true, ''
                   )::text
            from pg_class c
            where c.relkind = 'r'
              and c.relnamespace = \(Schema.name)::regnamespace
              and (c.relname = 'accounts' or exists (
                  select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id'
              ))
            order by c.relname
            """
        ).map { try $0.decode(String.self) }
    }
}
