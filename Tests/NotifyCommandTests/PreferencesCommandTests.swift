import Notifications
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct PreferencesCommandTests {
    private final class State: Sendable {
        let pushes = Mutex(true)

        var list: String {
            let push = pushes.withLock { $0 }
            return """
                {"results":[\
                {"notification_type":"credits_low","label":"Credits running low","category":"credits","severity":"warning",\
                "enabled":true,"push":\(push),"is_locked":false,"is_default":\(push),"default":{"enabled":true,"push":true}},\
                {"notification_type":"system_info","label":"System messages","category":"system","severity":"info",\
                "enabled":false,"push":false,"is_locked":false,"is_default":false,"default":{"enabled":true,"push":true}},\
                {"notification_type":"credits_depleted","label":"Credits depleted","category":"credits","severity":"error",\
                "enabled":true,"push":true,"is_locked":true,"is_default":true,"default":{"enabled":true,"push":true}}]}
                """
        }

        @Sendable func answer(_ request: StubServer.Request) -> StubServer.Reply {
            switch (request.method, request.target) {
            case ("GET", "/api/v1/notifications/preferences/"): return .json(list)
            case ("PATCH", "/api/v1/notifications/preferences/"):
                guard let changes = try? JSONParser.parse([UInt8](request.body.utf8)),
                    case .object(let types) = changes,
                    case .object(let channels)? = types["credits_low"]
                else {
                    return .problem(
                        "400 Bad Request", "D",
                        more: #","errors":[{"field":"credits_depleted","message":"cannot be switched off"}]"#)
                }
                pushes.withLock { $0 = channels["push"] != false }
                return .json(list)
            default: return .problem("403 Forbidden", "Only owners and admins may.")
            }
        }
    }

    private func serving<Result: Sendable>(_ body: (StubServer, [String: String]) async throws -> Result) async throws
        -> Result
    {
        let state = State()
        return try await StubServer.serving(state.answer) {
            try await body($0, ["NOTIFY_SERVER": $0.address, "NOTIFY_TOKEN": "t"])
        }
    }

    @Test(.enabled(if: ClientRun.hasTerminals, "there are no pseudo-terminals here"))
    func `preferences are a table by category`() async throws {
        let shown = try await serving { _, environment in
            try await ClientRun.atTerminal(["preferences", "--color", "never"], environment, columns: 80)
        }
        #expect(
            shown.output == """
                  TYPE              LABEL                ON   PUSH  LOCKED  DEFAULT
                credits
                  credits_low       Credits running low  on   on            default
                  credits_depleted  Credits depleted     on   on    locked  default
                system
                  system_info       System messages      off  off           changed

                """)
    }

    @Test func `preferences are fields in a pipe, and the server's objects as JSON`() async throws {
        try await serving { _, environment in
            let run = try await ClientRun.of(["preferences"], environment)
            #expect(run.lines.count == 4)
            #expect(run.lines[1] == "credits_low\tCredits running low\tcredits\ttrue\ttrue\tfalse\ttrue")
            let json = try await ClientRun.of(["preferences", "--json"], environment)
            guard case .array(let objects) = try JSONParser.parse([UInt8](json.output.utf8)) else {
                Issue.record("\(json)")
                return
            }
            #expect(objects.count == 3)
        }
    }

    @Test func `only what is named is changed`() async throws {
        let requests = try await serving { server, environment in
            let off = try await ClientRun.of(["preferences", "set", "credits_low", "--push", "off"], environment)
            #expect(off.output == "Credits running low (credits_low): enabled on, push off.\n", "\(off)")
            let back = try await ClientRun.of(
                ["preferences", "set", "credits_low", "--push", "default", "--enabled", "on"], environment)
            #expect(back.output.hasSuffix("enabled on, push on, as by default.\n"), "\(back)")
            let quiet = try await ClientRun.of(
                ["preferences", "set", "credits_low", "--enabled", "off", "--quiet"], environment)
            #expect(quiet.status == 0 && quiet.output.isEmpty)
            return server.requests.map(\.body)
        }
        #expect(
            requests == [
                #"{"credits_low":{"push":false}}"#, #"{"credits_low":{"enabled":true,"push":null}}"#,
                #"{"credits_low":{"enabled":false}}"#,
            ])
    }

    @Test func `what is locked, or not theirs, is refused in the server's words`() async throws {
        try await serving { server, environment in
            let locked = try await ClientRun.of(
                ["preferences", "set", "credits_depleted", "--enabled", "off"], environment)
            #expect(
                locked.status == 65 && locked.error.contains("credits_depleted: cannot be switched off"), "\(locked)")
            for arguments in [[], ["set", "credits_low", "--push", "on"]] {
                let run = try await ClientRun.of(["preferences", "defaults"] + arguments, environment)
                #expect(run.status == 77 && run.error.contains("Only owners and admins may."), "\(run)")
            }
            let targets = server.requests.suffix(2).map { "\($0.method) \($0.target)" }
            #expect(targets == ["GET", "PATCH"].map { "\($0) /api/v1/notifications/preferences/defaults/" })
        }
    }

    @Test func `a server that has none is said to be older`() async throws {
        let run = try await StubServer.serving({ _ in .problem("404 Not Found", "There is nothing here.") }) { server in
            try await ClientRun.of(["preferences"], ["NOTIFY_SERVER": server.address])
        }
        #expect(run.status == 70 && run.error.contains("has no preferences"))
    }
}
