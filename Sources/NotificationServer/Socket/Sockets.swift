import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Notifications
import Synchronization

/// The open sockets of this process: who may open one, and how many there are.
final class Sockets: Sendable {
    /// Begins to tell a sink what happens, until what it returns is called.
    typealias Subscribe =
        @Sendable (Viewer, _ after: Identifier<Notification>?, any LiveSink) -> @Sendable () -> Void

    let limits: SocketLimits
    let queues = SocketQueues()
    let catalogue: Catalogue
    let subscribe: Subscribe
    private let origins: AllowedOrigins
    private let counts = Mutex(Counts())

    private struct Counts {
        var total = 0
        var ofUser: [Viewer.Person: Int] = [:]
    }

    init(
        origins: AllowedOrigins, catalogue: Catalogue, limits: SocketLimits = SocketLimits(),
        subscribe: @escaping Subscribe
    ) {
        self.origins = origins
        self.catalogue = catalogue
        self.limits = limits
        self.subscribe = subscribe
    }

    /// `GET /ws`: 101, and `SocketUpgrader` makes the connection a socket once that is sent.
    @Sendable func open(_ admission: Admission, _ call: Call) async throws -> Response {
        let handshake = try SocketHandshake(call, origins: origins)
        let after = try call.query { $0.notification("after") }
        try take(for: admission.viewer, until: call.channel.closeFuture)
        if count == limits.total {
            call.logger.warning("No more sockets can be opened", metadata: ["open": "\(limits.total)"])
        }
        let opening = SocketOpening(
            admission: admission, shape: handshake.shape, after: after, sockets: self, logger: call.logger)
        do {
            try await SocketUpgrader.expect(opening, on: call.channel)
        } catch {
            throw Problem(.badRequest, "The connection has been closed.")
        }
        return handshake.response
    }

    /// How many are open, or about to be.
    var count: Int { counts.withLock { $0.total } }

    func count(of viewer: Viewer) -> Int { counts.withLock { $0.ofUser[viewer.person] ?? 0 } }

    /// Counts one more, until the connection has closed: whatever becomes of it in between, even nothing.
    private func take(for viewer: Viewer, until closed: EventLoopFuture<Void>) throws(Problem) {
        let person = viewer.person
        let refusal = counts.withLock { counts -> Problem? in
            guard counts.total < limits.total else { return .noMoreSockets }
            guard counts.ofUser[person, default: 0] < limits.perUser else { return .tooManySockets(limits.perUser) }
            counts.total += 1
            counts.ofUser[person, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
        closed.whenComplete { [self] _ in
            counts.withLock { counts in
                counts.total -= 1
                let left = (counts.ofUser[person] ?? 1) - 1
                counts.ofUser[person] = left > 0 ? left : nil
            }
        }
    }
}

/// What a socket is opened with.
struct SocketOpening: Sendable {
    let admission: Admission
    let shape: SocketShape
    /// Everything up to this one is known to the client.
    let after: Identifier<Notification>?
    let sockets: Sockets
    let logger: Logger
}

extension Viewer {
    fileprivate struct Person: Hashable {
        let account: Identifier<Account>
        let user: Identifier<User>
    }

    fileprivate var person: Person { Person(account: account, user: user) }
}

extension Problem {
    fileprivate static let noMoreSockets = Problem(
        .serviceUnavailable, "There are as many sockets open as this server may have.", headers: [.retryAfter: "10"])

    fileprivate static func tooManySockets(_ limit: Int) -> Problem {
        Problem(
            .tooManyRequests, "You have \(limit) sockets open, as many as you may have.", headers: [.retryAfter: "10"])
    }
}

extension Query {
    /// A notification's number, 0 for before the first, or its UUID.
    fileprivate mutating func notification(_ name: String) -> Identifier<Notification>? {
        read(name, "must be a notification's id, or 0") { text in
            guard let uuid = UUID(uuidString: text) else {
                return Int64(digits: text).flatMap { $0 >= 0 ? Identifier($0) : nil }
            }
            let none: Identifier<Notification> = 0
            return uuid == none.uuid ? none : Identifier(uuid)
        }
    }
}
