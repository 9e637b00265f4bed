import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// The list's query parameters, against rows of which each filter selects others.
@Suite struct FilterTests {
    /// One letter for each row, newest first, as a filter must select them.
    ///
    /// | row | type | severity | site | object | for | day |
    /// |---|---|---|---|---|---|---|
    /// | a | ai_cluster_complete | success | 1 | content 7 | all | 1st, 10:00 |
    /// | b | ai_cluster_failed | error | 1 | content 8 | all | 2nd, 10:00 |
    /// | c | credits_low | warning | – | – | all | 3rd, 10:00 |
    /// | d | system_info | error | 2 | task 7 | user 1 | 3rd, 12:00 |
    /// | e | system_info | info | – | – | all | 4th, 10:00 |
    /// | f | system_info | info | – | – | user 2 | 4th, 11:00 |
    ///
    /// User 1 has read a and d, and dismissed nothing; user 2 has read nothing.
    struct Rows {
        let tenant: Tenant
        var letters: [Int64: String] = [:]

        init() async throws {
            tenant = try await Tenant()
            for site in [1, 2] as [Int64] { try await tenant.site(site, name: .string("Site \(site)")) }
            for user in ["1", "2"] { _ = try await tenant.get("/healthz", as: tenant.token(user)) }
            for user in [1, 2] as [Identifier<User>] {
                try await Directory(tenant.server.pool).put(
                    user: user, in: Identifier(tenant.id), UserDetails(role: .editor))
            }
            try await add("a", "ai_cluster_complete", .success, site: 1, "content", "7", "2025-12-01T10:00:00Z")
            try await add("b", "ai_cluster_failed", .error, site: 1, "content", "8", "2025-12-02T10:00:00Z")
            try await add("c", "credits_low", .warning, "2025-12-03T10:00:00Z")
            try await add("d", "system_info", .error, user: 1, site: 2, "task", "7", "2025-12-03T12:00:00Z")
            try await add("e", "system_info", .info, "2025-12-04T10:00:00Z")
            try await add("f", "system_info", .info, user: 2, "2025-12-04T11:00:00Z")
            for (id, letter) in letters where letter == "a" || letter == "d" {
                _ = try await tenant.send("POST", "/api/v1/notifications/\(id)/read/")
            }
        }

        private mutating func add(
            _ letter: String, _ type: String, _ severity: Severity, user: Identifier<User>? = nil,
            site: Identifier<Site>? = nil, _ object: String..., at time: String = ""
        ) async throws {
            let (link, time) = (object.dropLast(), object.last ?? "")
            let envelope = Envelope(
                account: Identifier(tenant.id), audience: user.map { .user($0) }, site: site,
                object: link.isEmpty ? nil : ObjectLink(contentType: link[0], objectID: link[1]))
            let receipt = try await NotificationService(tenant.server.pool).create(
                NotificationDraft(
                    envelope, type: type, severity: severity, title: letter,
                    createdAt: Timestamp(iso8601: time)?.date))
            if let receipt { letters[receipt.id.rawValue] = letter }
        }

        func list(_ query: String, as user: String = "1") async throws -> (letters: String, count: Int64?) {
            let list = try await tenant.get("/api/v1/notifications/?\(query)", as: tenant.token(user))
            return (list.ids.compactMap { letters[$0] }.joined(), list["count"]?.int)
        }
    }

    @Test func `every filter selects its rows, alone and with others`() async throws {
        let rows = try await Rows()
        for (query, expected) in Self.queries {
            for suffix in ["", "&cursor=", "&page_size=100", "&page=1"] {
                let found = try await rows.list(query + suffix)
                #expect(found.letters == expected && found.count == Int64(expected.count), "\(query)\(suffix)")
            }
        }
        #expect(try await rows.list("", as: "2").letters == "fecba")
        #expect(try await rows.list("is_read=true", as: "2").letters.isEmpty)
        #expect(try await rows.list("severity=info", as: "2").letters == "fe")
    }

    static let queries = [
        ("", "edcba"), ("is_read=true", "da"), ("is_read=false", "ecb"), ("is_read=1", "da"), ("is_read=FALSE", "ecb"),
        ("is_read=True", "da"),
        ("notification_type=system_info", "ed"), ("notification_type=content_published", ""),
        ("notification_type=system_info&notification_type=credits_low", "edc"),
        ("severity=error", "db"), ("severity=error&severity=warning", "dcb"), ("severity=info", "e"),
        ("severity=info&severity=success&severity=warning&severity=error", "edcba"),
        ("category=ai_operations", "ba"), ("category=credits", "c"), ("category=setup", ""),
        ("site=1", "ba"), ("site=2", "d"), ("site=99", ""), ("site=9223372036854775807", ""),
        ("content_type=content&object_id=7", "a"), ("content_type=task&object_id=7", "d"),
        ("content_type=content&object_id=9", ""),
        // A day begins at midnight, UTC; after is from then on, before is until then.
        ("created_after=2025-12-02", "edcb"), ("created_before=2025-12-02", "a"),
        ("created_after=2025-12-03T10:00:00Z", "edc"), ("created_before=2025-12-03T10:00:00Z", "ba"),
        ("created_after=2025-12-03T12:00:00%2B02:00", "edc"), ("created_after=2025-12-03T12:00:00+02:00", "edc"),
        ("created_after=2025-12-03T12:00:01%2B02:00", "ed"), ("created_after=2025-12-03T05:00:00-05:00", "edc"),
        ("created_after=2025-12-03T10:00:00.000001Z", "ed"), ("created_after=2025-12-03%2011:00", "ed"),
        ("created_after=2025-12-02&created_before=2025-12-04", "dcb"),
        ("created_after=2025-12-04&created_before=2025-12-02", ""),
        ("created_after=9999-12-31", ""), ("created_before=0001-01-01", ""), ("created_after=0001-01-01", "edcba"),
        ("created_before=9999-12-31T23:59:59.999999Z", "edcba"),
        // Together they narrow.
        ("is_read=true&severity=error", "d"), ("is_read=false&severity=error", "b"), ("site=1&is_read=true", "a"),
        ("category=ai_operations&notification_type=ai_cluster_failed", "b"),
        ("category=system&notification_type=ai_cluster_failed", ""),
        ("category=ai_operations&severity=success&site=1&is_read=1&content_type=content&object_id=7", "a"),
        ("notification_type=system_info&created_before=2025-12-04", "d"),
        ("is_read=false&created_after=2025-12-03&created_before=2025-12-04", "c"),
        // Nothing given is no filter, as clients of forms send it.
        ("is_read=&notification_type=&severity=&category=&site=&created_after=&created_before=", "edcba"),
        ("content_type=&object_id=&page=&page_size=", "edcba"), ("severity=&severity=info", "e"), ("&&", "edcba"),
        ("is_read", "edcba"),
    ]

    @Test(arguments: [
        ("is_read=maybe", "is_read"), ("is_read=true&is_read=false", "is_read"), ("severity=fatal", "severity"),
        ("severity=error&severity=fatal", "severity"), ("severity=Error", "severity"),
        ("notification_type=nothing", "notification_type"), ("category=nothing", "category"), ("site=x", "site"),
        ("site=0", "site"), ("site=-1", "site"), ("site=1&site=2", "site"), ("site=9223372036854775808", "site"),
        ("created_after=yesterday", "created_after"), ("created_before=2025-02-29", "created_before"),
        ("created_after=2025-12-28T25:00:00Z", "created_after"), ("created_after=0000-01-01", "created_after"),
        ("created_after=10000-01-01", "created_after"), ("created_before=1e9", "created_before"),
        ("content_type=content", "object_id"), ("object_id=7", "content_type"), ("page_size=0", "page_size"),
        ("page_size=-1", "page_size"), ("page_size=ten", "page_size"), ("page_size=99999999999999999999", "page_size"),
        ("unread=true", "unread"), ("IS_READ=true", "IS_READ"), ("ordering=-created_at", "ordering"),
        ("is_read=%ff", "is_read"), ("%66oo=1", "foo"), ("page=1&cursor=", "cursor"), ("page=1&page=2", "page"),
    ])
    func `a parameter or value that is not known is named, with those that are`(query: String, field: String)
        async throws
    {
        let answer = try await Tenant().send("GET", "/api/v1/notifications/?\(query)")
        #expect(answer.status == 400 && answer.json.refusedFields == [field], "\(answer.body)")
        let detail = answer.json["detail"]?.text ?? ""
        switch field {
        case "severity": #expect(detail.contains("info, success, warning, error"))
        case "notification_type": #expect(detail.contains("ai_cluster_complete, "))
        case "category": #expect(detail.contains("ai_operations, workflow, wordpress, credits, setup, system"))
        case "unread", "IS_READ", "ordering", "foo": #expect(detail.contains("valid ones are is_read, "))
        default: break
        }
    }

    @Test func `several faults are told together`() async throws {
        let answer = try await Tenant().send("GET", "/api/v1/notifications/?site=x&is_read=2&foo=1&severity=big")
        #expect(Set(answer.json.refusedFields) == ["site", "is_read", "foo", "severity"])
    }
}
