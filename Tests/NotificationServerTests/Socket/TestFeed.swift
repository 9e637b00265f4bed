import Hummingbird
import Notifications
import Synchronization

@testable import NotificationServer

/// What the open sockets of a test are told: a count at first, then what the test says.
final class TestFeed: Sendable {
    struct Subscriber: Sendable {
        let viewer: Viewer
        let after: Identifier<Notification>?
        let sink: any LiveSink
    }

    static let count = LiveEvent.count(3, head: 7)

    private let state = Mutex(State())
    private let greeting: @Sendable (any LiveSink) -> Void

    private struct State {
        var subscribers: [Subscriber] = []
        var left = 0
    }

    /// - Parameter greeting: what is told at first.
    init(greeting: @escaping @Sendable (any LiveSink) -> Void = { $0.take([TestFeed.count]) }) {
        self.greeting = greeting
    }

    /// In the order in which they came.
    var subscribers: [Subscriber] { state.withLock { $0.subscribers } }

    /// How many have left.
    var left: Int { state.withLock { $0.left } }

    func tell(_ events: [LiveEvent]) {
        for subscriber in subscribers { subscriber.sink.take(events) }
    }

    @Sendable func subscribe(
        _ viewer: Viewer, _ after: Identifier<Notification>?, _ sink: any LiveSink
    ) -> @Sendable () -> Void {
        greeting(sink)
        state.withLock { $0.subscribers.append(Subscriber(viewer: viewer, after: after, sink: sink)) }
        return { [self] in state.withLock { $0.left += 1 } }
    }
}

/// Runs a server with sockets, and nothing else to speak of, while `body` runs. It gives clients an hour for everything, if
/// nothing else is said.
func withSockets(
    _ feed: TestFeed = TestFeed(),
    settings change: (inout Settings) -> Void = { _ in },
    limits changeLimits: (inout SocketLimits) -> Void = { _ in },
    resolve: @escaping RouteTable.Resolve = TestServer.resolve,
    _ body: (TestServer, Sockets) async throws -> Void
) async throws {
    var settings = Settings()
    change(&settings)
    var limits = SocketLimits()
    // On a busy machine a client may be late that has done nothing wrong.
    for time in [\SocketLimits.pingAfter, \.silence, \.patience, \.slowness] { limits[keyPath: time] = .hours(1) }
    changeLimits(&limits)
    let sockets = Sockets(
        origins: settings.allowedOrigins, catalogue: .standard, limits: limits, subscribe: feed.subscribe)
    let routes = [
        Route(.get, "/ws", .socket(sockets.open)), Route(.get, "/", .open { _ in .json { $0.string("root") } }),
    ]
    try await withServer(routes, settings: change, resolve: resolve) { server async throws in
        try await body(server, sockets)
    }
}

extension TestServer {
    /// Of a user of account 1, whom the server without a database knows.
    static func token(_ user: String = "7", lifetime: Double = 3600) async throws -> String {
        try await TokenMint(secret: TestKeys.secret).token(for: .init(user, account: 1), lifetime: lifetime)
    }
}
