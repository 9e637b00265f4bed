import Notifications
import Testing

@testable import NotificationServer

/// The real feed behind the socket: only what is the viewer's own is told, and only to who may be told.
@Suite(.timeLimit(.minutes(5))) struct SocketTenantTests {
    static func refusal(_ tenant: Tenant, _ token: String, _ target: String = "/ws") async throws -> TestSocket.Refused?
    {
        await #expect(throws: TestSocket.Refused.self) {
            try await TestSocket.open(tenant.server.http, token: token, target)
        }
    }

    @Test func `another account's ids to begin with tell nothing of it`() async throws {
        let victim = try await Victim()
        let intruder = try await Tenant()
        let owner = try await intruder.token("\(victim.user)", role: .owner)
        let before = try await victim.dump()
        for after in [0, victim.notification - 1, victim.notification, victim.personal, victim.roleOnly] {
            for (shape, token) in [("notify.v1", intruder.member), ("orion.v1", owner)] {
                let request = UpgradeRequest("/ws?after=\(after)", token: token)
                let socket = try await TestSocket.open(
                    intruder.server.http, request.with("Sec-WebSocket-Protocol", shape))
                var told = ""
                // Everything that is told at first, up to the count.
                while let frame = try await socket.frame(), let message = frame.message {
                    told += String(decoding: frame.payload, as: UTF8.self)
                    if message["type"] == "notification.count" { break }
                }
                #expect(!told.isEmpty && !told.contains(Victim.mark))
            }
        }
        #expect(try await victim.dump() == before)
    }

    @Test func `who may not call may not listen`() async throws {
        let tenant = try await Tenant()
        let user = "/api/v1/accounts/\(tenant.id)/users/1/"
        #expect(try await Self.refusal(tenant, tenant.service)?.status == 403)
        for (name, token) in try await CallerTests.tokens(tenant.id) where !name.contains("service") {
            #expect(try await Self.refusal(tenant, token)?.status == 401, "\(name)")
        }
        _ = try await tenant.send("PUT", user, as: tenant.service, ["is_active": false])
        #expect(try await Self.refusal(tenant, tenant.member)?.status == 403)
        _ = try await tenant.send("PUT", user, as: tenant.service, ["is_active": true])
        #expect(try await TestSocket.open(tenant.server.http, token: tenant.member).message() != nil)
        _ = try await tenant.send("DELETE", user, as: tenant.service)
        #expect(try await Self.refusal(tenant, tenant.member)?.status == 401)
    }

    @Test func `a viewer is admitted when they listen, and checked again after`() async throws {
        let tenant = try await Tenant()
        let feed = TestFeed()
        let directory = Directory(tenant.server.pool)
        let resolve: RouteTable.Resolve = { try await directory.admit($0, defaultAccount: nil) }
        try await withSockets(feed, resolve: resolve) { server, _ async throws in
            let user = "/api/v1/accounts/\(tenant.id)/users/1/"
            _ = try await TestSocket.open(server, token: tenant.member)
            _ = try await tenant.send("PUT", user, as: tenant.service, ["role": "admin"])
            let socket = try await TestSocket.open(server, token: tenant.member)
            #expect(feed.subscribers.map(\.viewer.role) == [.editor, .admin])
            #expect(feed.subscribers.allSatisfy { $0.viewer.claims != nil })
            _ = try await tenant.send("PUT", user, as: tenant.service, ["is_active": false])
            feed.subscribers[1].sink.end(.viewerChanged)
            #expect(try await socket.closing()?.code == 4403)
        }
    }
}
