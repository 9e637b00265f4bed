import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NotificationServer
import Notifications
import Subprocess
import Testing

/// The commands against the server as it is.
@Suite(.timeLimit(.minutes(4))) struct ClientInboxTests {
    private let secret = "a secret for tests that is long enough"

    @Test(.enabled(if: ClientRun.hasTerminals, "there are no pseudo-terminals here"))
    func `what one command does another sees`() async throws {
        try await withTemporaryDirectory { directory in
            let status = try await RunningNotify.serving(in: directory, environment: ["JWT_SECRET": secret]) {
                notify async throws in
                defer { kill(notify.process, SIGTERM) }
                let environment = ["NOTIFY_SERVER": notify.address, "NOTIFY_TOKEN": notify.token]
                func run(_ arguments: String...) async throws -> ClientRun {
                    try await ClientRun.of(arguments, environment)
                }
                try await marking(run)
                try await deleting(run)
                try await filtering(run)
                try await walking(notify)
            }
            #expect(status == .exited(0))
        }
    }

    typealias Run = (String...) async throws -> ClientRun

    private func ids(_ run: ClientRun) -> [Int64] {
        run.lines.dropFirst().compactMap { Int64($0.prefix { $0 != "\t" }) }
    }

    private func unread(_ run: Run) async throws -> Int {
        let count = try await run("count").output.dropLast()
        #expect(try await run("count", "--json").output == "{\"unread_count\":\(count)}\n")
        return Int(count) ?? -1
    }

    private func marking(_ run: Run) async throws {
        let before = try await unread(run)
        let newest = ids(try await run("list", "--unread", "--limit", "3"))
        #expect(newest.count == 3 && newest == newest.sorted(by: >))
        let uuid = Identifier<Notifications.Notification>(newest[1]).uuid.uuidString
        let mixed = try await run("read", "\(newest[0])", "999999", uuid)
        #expect(mixed.status == 1)
        #expect(mixed.output == "Marked 2 notifications as read.\n")
        #expect(mixed.error == "Error: No notification 999999 in your inbox.\n")
        #expect(try await unread(run) == before - 2)
        let again = try await run("read", "\(newest[0])", "--unread")
        #expect(again.output == "Marked notification \(newest[0]) as unread.\n" && again.status == 0)
        #expect(try await unread(run) == before - 1)
        let part = try await run("read-all", "--through", "\(newest[2])")
        #expect(part.output == "Marked \(before - 2) notifications up to \(newest[2]) as read.\n")
        #expect(ids(try await run("list", "--unread")) == [newest[0]])
        #expect(try await run("read-all", "--quiet").output.isEmpty)
        #expect(try await run("read-all").output == "Nothing was unread.\n")
        #expect(try await unread(run) == 0)
    }

    private func deleting(_ run: Run) async throws {
        let before = ids(try await run("list", "--all"))
        let gone = try await run("delete", "\(before[0])", "\(before[1])")
        #expect(gone.output == "Removed 2 notifications from your inbox.\n")
        #expect(ids(try await run("list", "--all")) == Array(before.dropFirst(2)))
        let again = try await run("delete", "\(before[0])")
        #expect(again.status == 1 && again.error == "Error: No notification \(before[0]) in your inbox.\n")
        let everyone = try await run("delete", "\(before[2])", "--for-everyone")
        #expect(everyone.output == "Removed notification \(before[2]) for everyone.\n", "\(everyone)")
        #expect(try await run("delete", "\(before[3])", "--quiet").output.isEmpty)
    }

    private func filtering(_ run: Run) async throws {
        let errors = try await run("list", "--severity", "error", "--all")
        #expect(!errors.lines.dropFirst().isEmpty)
        #expect(errors.lines.dropFirst().allSatisfy { $0.split(separator: "\t")[2] == "error" })
        let two = try await run("list", "--type", "credits_low", "credits_depleted", "--category", "credits")
        #expect(two.lines.dropFirst().allSatisfy { $0.contains("\tcredits_") })
        let wrong = try await run("list", "--severity", "loud", "--site", "0")
        #expect(wrong.status == 65)
        #expect(wrong.error.contains("severity: must be one of") && wrong.error.contains("; site: "))
    }

    /// 250 notifications of another account: each once, in every form.
    private func walking(_ notify: RunningNotify) async throws {
        let mint = TokenMint(secret: Secret(secret))
        let reader = try await mint.token(for: .init("9", account: 4242, role: .owner))
        let environment = ["NOTIFY_SERVER": notify.address, "NOTIFY_TOKEN": reader]
        // Its first user, before there is anything, has all of it unread.
        #expect(try await ClientRun.of(["count"], environment).output == "0\n")
        let service = try await mint.token(service: "tests", scopes: [Scope.write], account: 4242)
        for number in 1...250 {
            var request = HTTPClientRequest(url: notify.address + "/api/v1/notify/system_info/")
            request.method = .POST
            request.headers = ["Authorization": "Bearer \(service)", "Content-Type": "application/json"]
            request.body = .bytes(
                ByteBuffer(string: #"{"account_id":4242,"title":"News \#(number)","message":"Text"}"#))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            #expect(response.status == .created)
            _ = try await response.body.collect(upTo: 1 << 20)
        }
        #expect(try await ClientRun.of(["count"], environment).output == "250\n")
        let all = ids(try await ClientRun.of(["list", "--all"], environment))
        #expect(all.count == 250 && Set(all).count == 250 && all == all.sorted(by: >))
        #expect(ids(try await ClientRun.of(["list", "--limit", "130"], environment)) == Array(all.prefix(130)))
        #expect(ids(try await ClientRun.of(["list"], environment)) == Array(all.prefix(20)))
        let json = try await ClientRun.of(["list", "--all", "--json"], environment)
        guard case .array(let objects) = try JSONParser.parse([UInt8](json.output.utf8)) else {
            Issue.record("no array")
            return
        }
        let numbers = objects.map { object -> JSONValue? in
            guard case .object(let members) = object else { return nil }
            return members["id"]
        }
        #expect(numbers == all.map { JSONValue.int($0) })
        let shown = try await ClientRun.atTerminal(["list", "--all"], environment, columns: 80)
        #expect(
            shown.output.hasSuffix("\n250 of 250 · 250 unread\u{1B}[0m\n")
                || shown.output.contains("250 of 250 · 250 unread"))
        #expect(shown.output.split(separator: "\n").filter { $0.contains("News ") }.count == 250)
    }
}
