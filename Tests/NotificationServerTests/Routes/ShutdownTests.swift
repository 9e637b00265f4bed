import Notifications
import ServiceLifecycle
import Testing

@testable import NotificationServer

/// How the server ends.
@Suite(.timeLimit(.minutes(5))) struct ShutdownTests {
    @Test func `a request in flight is finished, and no other begun`() async throws {
        let url = try await LiveServer.migratedDatabase()
        try await OwnServer.running(on: url) { server async throws in
            let tenant = try await Tenant(on: server.live)
            let request = try await OwnServer.lockingFeed(of: tenant.id, on: url) {
                let request = Task { try await tenant.create() }
                try await OwnServer.untilLocked(1, on: url)
                await server.group.triggerGracefulShutdown()
                try await eventually {
                    do {
                        return try await server.live.http.raw { connection in
                            connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                            return try connection.answers(1).isEmpty
                        }
                    } catch {
                        return true
                    }
                }
                return request
            }
            #expect(try await request.value.status == 201)
        }
    }

    @Test func `a connection that only waits for its next request holds nobody up`() async throws {
        let url = try await LiveServer.migratedDatabase()
        try await OwnServer.running(on: url, shutdownTimeout: .seconds(600)) { server async throws in
            let (asked, answered) = AsyncStream<Void>.makeStream()
            let idle = Task {
                try await server.live.http.raw { connection in
                    connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                    let text = try connection.answers(1)
                    answered.finish()
                    return text + (try connection.untilClosed())
                }
            }
            for await _ in asked {}
            await server.group.triggerGracefulShutdown()
            #expect(try await idle.value.contains("200 OK"))
        }
    }

    @Test func `one that hangs is cut off when its time is over`() async throws {
        let url = try await LiveServer.migratedDatabase()
        try await OwnServer.running(on: url, shutdownTimeout: .milliseconds(300)) { server async throws in
            let tenant = try await Tenant(on: server.live)
            try await OwnServer.lockingFeed(of: tenant.id, on: url) {
                let request = Task { try await tenant.create() }
                try await OwnServer.untilLocked(1, on: url)
                await server.end()
                // Its caller is told, or the connection has gone; it does not wait for the lock.
                switch await request.result {
                case .success(let answer): #expect(answer.status == 503)
                case .failure: break
                }
            }
        }
    }
}
