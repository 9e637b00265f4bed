import HTTPTypes
import Notifications
import ServiceLifecycle
import Testing

@testable import NotificationServer

/// How the server ends with sockets open.
@Suite(.timeLimit(.minutes(5))) struct SocketShutdownTests {
    @Test func `all sockets are told of a shutdown, and hold nobody up`() async throws {
        let url = try await LiveServer.migratedDatabase()
        try await OwnServer.running(on: url, shutdownTimeout: .seconds(600)) { server async throws in
            let tenant = try await Tenant(on: server.live)
            var sockets: [TestSocket] = []
            for _ in 0..<5 { sockets.append(try await .open(server.live.http, token: tenant.member)) }
            let mute = try await TestSocket.open(server.live.http, token: tenant.member)
            for socket in sockets + [mute] { #expect(try await socket.message()?["type"] == "notification.count") }
            await server.group.triggerGracefulShutdown()
            for socket in sockets {
                let closing = try await socket.closing()
                #expect(closing?.code == 1001 && closing?.reason == "The server is shutting down.")
                socket.sendNoMore()
            }
            await server.end()
            #expect(try await mute.closing()?.code == 1001)
        }
    }

    @Test func `a socket that is opened during a shutdown is told so at once`() async throws {
        let (token, asked, ready) = (try await TestServer.token(), Flag(), Flag())
        let resolve: RouteTable.Resolve = { token in
            asked.set()
            try await eventually { ready.isSet }
            return try await TestServer.resolve(token)
        }
        var settings = Settings()
        settings.port = 0
        settings.tokenSecret = TestKeys.secret
        let feed = TestFeed()
        let sockets = Sockets(origins: .none, catalogue: .standard, subscribe: feed.subscribe)
        let routes = [
            Route(.get, "/ws", .socket(sockets.open)), Route(.get, "/", .open { _ in .json { $0.string("root") } }),
        ]
        let table = RouteTable(
            routes, verifier: try await TokenVerifier(settings, logger: quiet), resolve: resolve)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let application = makeApplication(settings: settings, routes: table, logger: quiet) { listening.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [application], logger: quiet))
        let run = Task { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let server = TestServer(port: try #require(await iterator.next()))
        let opening = Task { try await TestSocket.open(server, token: token) }
        try await eventually { asked.isSet }
        // Who only waits for a next request is let go: then all connections are told.
        let (idle, answered) = (Flag(), Flag())
        let waiting = Task {
            try await server.raw { connection in
                connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = try connection.answers(1)
                answered.set()
                _ = try connection.untilClosed()
                idle.set()
            }
        }
        try await eventually { answered.isSet }
        await group.triggerGracefulShutdown()
        try await eventually { idle.isSet }
        ready.set()
        let socket = try await opening.value
        #expect(try await socket.closing()?.code == 1001)
        socket.sendNoMore()
        try await waiting.value
        try await run.value
        #expect(sockets.count == 0 && feed.left == 1)
    }
}
