import Notifications
import Postgres
import Testing

@testable import NotificationServer

/// Pages by number, and by cursor while others write.
@Suite struct PagingTests {
    @Test func `a page has at most a hundred`() async throws {
        let tenant = try await Tenant()
        try await tenant.fill(103)
        for (size, count) in [("100", 100), ("101", 100), ("1000000", 100), ("9223372036854775807", 100), ("3", 3)] {
            let page = try await tenant.get("/api/v1/notifications/?page_size=\(size)")
            #expect(page.ids.count == count && page["count"] == 103)
        }
        let second = try await tenant.get("/api/v1/notifications/?page_size=500&page=2")
        #expect(second.ids.count == 3 && second["next"] == .null)
    }

    @Test func `a count that would mean to look at more than 10,000 says that it is a lower bound`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get("/api/v1/notifications/")
        let rows: SQL = """
            insert into notify.notifications
                (account_id, id, notification_type, severity, title, created_at, updated_at)
            select \(tenant.id), nextval('notify.notifications_id_seq'), 'system_info',
                   (case when i > 10000 then 'error' else 'info' end)::notify.notification_severity, 'News', now(), now()
            from generate_series(1, 20001) i
            """
        _ = try await tenant.server.pool.write([rows], alone: true)
        let path = "/api/v1/notifications/?page_size=1"
        for (filter, count) in [
            ("", 20_001), ("&severity=info", 10_000), ("&severity=error", 10_001), ("&is_read=false", 20_001),
            ("&is_read=false&severity=info", 10_000),
        ] {
            let page = try await tenant.get(path + filter)
            #expect(page["count"] == .int(Int64(count)) && page["count_exact"] == nil, "\(filter)")
        }
        let page = try await tenant.get(path + "&is_read=false&severity=error")
        #expect(page["count"] == 10_000 && page["count_exact"] == false)
        let last = try await tenant.get(path + "&is_read=false&severity=error&page=10001")
        #expect(last.ids.count == 1 && last["next"] == .null)
    }

    @Test(arguments: [
        "2", "99", "0", "-1", "abc", "1.5", "1e3", "last", "%D9%A1", "0x1", "9223372036854775807",
        "9223372036854775808", "99999999999999999999999", "+1", "1%20",
    ])
    func `a page that does not exist is not found`(page: String) async throws {
        let tenant = try await Tenant()
        _ = try await tenant.created()
        for size in ["", "&page_size=100"] {
            let answer = try await tenant.send("GET", "/api/v1/notifications/?page=\(page)\(size)")
            #expect(answer.status == 404 && answer.json["detail"] == "Invalid page.")
        }
    }

    @Test(arguments: ["x", "b", "a", "b-1", "b9223372036854775808", "c5", "b5%00", "%00", "é", "b٣", "5", "b5 "])
    func `a cursor that was not given out is refused`(cursor: String) async throws {
        let answer = try await Tenant().send(
            "GET",
            "/api/v1/notifications/?cursor=\(cursor.replacing("é", with: "%C3%A9").replacing(" ", with: "%20").replacing("٣", with: "%D9%A3"))"
        )
        #expect([400, 404].contains(answer.status), "\(answer.body)")
        #expect(answer.status == 400 || answer.json["detail"] == "Invalid cursor.")
    }

    @Test func `links keep the other parameters as they were given`() async throws {
        let tenant = try await Tenant()
        try await tenant.fill(6)
        let query = "severity=info&created_after=2020-01-01T00:00:00%2B02:00&severity=error&page_size=2&is_read="
        let first = try await tenant.get("/api/v1/notifications?\(query)")
        #expect(first["next"] == .string("/api/v1/notifications?\(query)&page=2"))
        let second = try await tenant.get("/api/v1/notifications?page=2&\(query)")
        #expect(second["previous"] == .string("/api/v1/notifications?\(query)"))
        #expect(second["next"] == .string("/api/v1/notifications?\(query)&page=3"))
        let escaped = try await tenant.get("/api/v1/notifications?%70age=2&\(query)")
        #expect(escaped["next"] == second["next"])
        let cursor = try await tenant.get("/api/v1/notifications?cursor=&\(query)")
        let next = try #require(cursor["next"]?.text)
        #expect(next.hasPrefix("/api/v1/notifications?\(query)&cursor=") && cursor["previous"] == .null)
        #expect(try await tenant.get(next).ids == second.ids)
    }

    @Test func `by cursor every row is reached once, forth and back, while others arrive`() async throws {
        let tenant = try await Tenant()
        try await tenant.fill(53)
        let before = try await tenant.allByCursor()
        let writer = Task { while !Task.isCancelled { _ = try await tenant.created() } }
        defer { writer.cancel() }
        for size in [1, 4, 7, 20, 100] {
            let (forth, back) = try await tenant.thereAndBack(size: size)
            #expect(forth.filter(Set(before).contains) == before)
            #expect(forth == forth.sorted(by: >) && Set(forth).count == forth.count)
            // Back again come all those, and what is new since.
            #expect(Array(back.suffix(forth.count)) == forth)
            #expect(back == back.sorted(by: >) && Set(back).count == back.count)
        }
        #expect(try await tenant.get("/api/v1/notifications/")["count"]?.int ?? 0 > 53)
    }

    @Test func `rows that are taken out do not make others slip through`() async throws {
        let tenant = try await Tenant()
        try await tenant.fill(12)
        let all = try await tenant.allByCursor()
        let first = try await tenant.get("/api/v1/notifications/?cursor=&page_size=4")
        for id in [all[0], all[3], all[5]] {
            _ = try await tenant.send("DELETE", "/api/v1/notifications/\(id)/")
        }
        let second = try await tenant.get(first["next"]?.text ?? "")
        #expect(first.ids == Array(all[0..<4]) && second.ids == [all[4], all[6], all[7], all[8]])
        let back = try await tenant.get(second["previous"]?.text ?? "")
        #expect(back.ids == [all[1], all[2]] && back["previous"] == .null)
    }

    @Test func `a cursor walks through a filter`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get("/api/v1/notifications/")
        try await tenant.fill(9)
        let all = try await tenant.allByCursor()
        let read = all.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        for id in read { _ = try await tenant.send("POST", "/api/v1/notifications/\(id)/read/") }
        #expect(try await tenant.allByCursor("is_read=true&page_size=2") == read)
        #expect(try await tenant.allByCursor("is_read=false&page_size=3") == all.filter { !read.contains($0) })
    }

    @Test func `beyond the end there is the way back`() async throws {
        let tenant = try await Tenant()
        let id = try await tenant.created()
        let newer = try await tenant.get("/api/v1/notifications/?cursor=a\(id)")
        #expect(newer.ids.isEmpty && newer["previous"] == .null)
        #expect(try await tenant.get(newer["next"]?.text ?? "").ids == [id])
        let older = try await tenant.get("/api/v1/notifications/?cursor=b\(id)")
        #expect(older.ids.isEmpty && older["next"] == .null)
        #expect(try await tenant.get(older["previous"]?.text ?? "").ids == [id])
    }
}

extension Tenant {
    /// Many account-wide notifications, in one statement.
    func fill(_ count: Int) async throws {
        _ = try await server.pool.write(
            """
            insert into notify.notifications (account_id, notification_type, severity, title)
            select \(id), 'system_info', 'info', 'News ' || n
            from generate_series(1, \(count)) n
            """)
    }

    func allByCursor(_ query: String = "page_size=100") async throws -> [Int64] {
        var ids: [Int64] = []
        var next: String? = "/api/v1/notifications/?\(query)&cursor="
        while let path = next {
            let page = try await get(path)
            ids += page.ids
            next = page["next"]?.text
        }
        return ids
    }

    /// All ids on the way down, and all on the way up to the first of them, newest first.
    fileprivate func thereAndBack(size: Int) async throws -> (forth: [Int64], back: [Int64]) {
        var page = try await get("/api/v1/notifications/?page_size=\(size)&cursor=")
        var forth = page.ids
        while let next = page["next"]?.text {
            page = try await get(next)
            forth += page.ids
        }
        var back = page.ids
        // What arrives meanwhile would have no end.
        while let previous = page["previous"]?.text, !page.ids.contains(forth[0]) {
            page = try await get(previous)
            back = page.ids + back
        }
        return (forth, back)
    }
}
