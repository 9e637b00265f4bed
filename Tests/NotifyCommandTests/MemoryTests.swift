import FoundationEssentials
import Glibc
import Logging
import NotificationServer
import Notifications
import Postgres
import TestDatabase
import Testing

/// The server in a process of its own, so that nobody else's memory is counted.
@Suite(.timeLimit(.minutes(3))) struct MemoryTests {
    private let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    private let secret = "a secret for tests that is long enough"

    /// What a list costs if it is ever held whole: 20,000 rows of 2 kB are 40 MB, before anything is made of them.
    @Test func `memory stays flat while a long list is read page by page`() async throws {
        let rows = 20_000
        let url = try await filledDatabase(rows: rows)
        let token = try await TokenMint(secret: Secret(secret)).token(for: .init("1", account: 7_777))
        let directory = "/tmp/notify-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let environment = ["DATABASE_URL": url, "JWT_SECRET": secret]
        _ = try await RunningNotify.serving(in: directory, environment: environment) { started async throws in
            defer { kill(started.process, SIGTERM) }
            let notify = RunningNotify(address: started.address, token: token, process: started.process)
            // What a first page makes is kept: connections, buffers, prepared statements.
            _ = try await notify.walk(pages: 20)
            let before = try notify.residentBytes
            let walked = try await notify.walk(pages: .max)
            #expect(walked.ids == rows)
            #expect(walked.peak - before < 16 << 20, "grew by \((walked.peak - before) >> 10) kB")
        }
    }

    private func filledDatabase(rows: Int) async throws -> String {
        let conninfo = try await TestDatabase.shared.makeDatabase(template: "migrated") { [quiet] url in
            _ = try await Schema.migrator(logger: quiet).run(on: Configuration(url: url))
        }
        let pool = Pool(Configuration(url: conninfo), logger: quiet)
        try await Directory(pool).put(user: 1, in: 7_777)
        _ = try await pool.write(
            """
            with filled as (
                insert into notify.notifications
                    (account_id, id, notification_type, severity, title, metadata, created_at, updated_at)
                select 7777, nextval('notify.notifications_id_seq'), 'system_info', 'info', 'News ' || n,
                       jsonb_build_object('text', repeat(md5(n::text), 64)), now(), now()
                from generate_series(1, \(rows)) n
                returning id
            )
            update notify.feeds
            set last_notification_id = (select max(id) from filled)
            where account_id = 7777
            """)
        await pool.close()
        return conninfo.asURI
    }
}

extension RunningNotify {
    /// Follows the list's `next` by cursor; how many it gave, and the most memory that was held on the way.
    fileprivate func walk(pages: Int) async throws -> (ids: Int, peak: Int) {
        var (ids, peak, page) = (0, 0, 0)
        var next: String? = "/api/v1/notifications/?page_size=100&cursor="
        while let path = next, page < pages {
            let list = try await JSONDecoder().decode(List.self, from: Data(send("GET", path).body.utf8))
            ids += list.results.count
            peak = max(peak, try residentBytes)
            page += 1
            next = list.next
        }
        return (ids, peak)
    }

    private struct List: Decodable {
        struct Row: Decodable {
            let id: Int64
        }

        let next: String?
        let results: [Row]
    }
}

extension String {
    /// `host=/tmp/x port=5432 dbname=notify` as `postgres:///notify?host=/tmp/x&port=5432`.
    fileprivate var asURI: String {
        var fields = Dictionary(
            uniqueKeysWithValues: split(separator: " ").compactMap { field -> (Substring, Substring)? in
                let parts = field.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            })
        let name = fields.removeValue(forKey: "dbname") ?? ""
        return "postgres:///\(name)?" + fields.map { "\($0)=\($1)" }.joined(separator: "&")
    }
}
