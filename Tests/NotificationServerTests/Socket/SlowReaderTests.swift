import NIOCore
import Notifications
import Synchronization
import Testing

@testable import NotificationServer

/// Who reads slowly costs no more than who does not.
@Suite(.timeLimit(.minutes(5))) struct SlowReaderTests {
    static let large = String(repeating: "x", count: 100_000)

    @Test func `who does not read what happens is let go, and nothing is kept for them`() async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed) { server, sockets async throws in
            let socket = try await TestSocket.open(server, token: token)
            try await eventually { feed.subscribers.count == 1 }
            let notifications = Watched()
            // Far more than the buffers of the operating system hold.
            for id in 1...10_000 {
                let notification = LiveNotification.example(Int64(id), message: Self.large)
                notifications.add(notification)
                feed.tell([.created(notification)])
            }
            try await eventually { feed.left == 1 && notifications.alive == 0 }
            // What was sent before is all there, in order, and then the reason.
            #expect(try await socket.message()?["type"] == "notification.count")
            var last: Int64 = 0
            while let frame = try await socket.frame() {
                guard let id = frame.message?["data"]?["id"]?.int else {
                    #expect(frame.code == 1013)
                    break
                }
                #expect(id == last + 1)
                last = id
            }
            #expect(last < notifications.count)
            await socket.send(.close(1013))
            socket.sendNoMore()
            try await eventually { sockets.count == 0 }
        }
    }

    @Test func `what is made up for waits for the reader, and arrives whole`() async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed) { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            try await eventually { feed.subscribers.count == 1 }
            let sink = feed.subscribers[0].sink
            let total: Int64 = 500
            let told = Mutex(Int64(0))
            let replay = Task {
                for id in 1...total {
                    guard await sink.hasRoom() else { return }
                    sink.take([.created(.example(id, message: Self.large))])
                    told.withLock { $0 = id }
                }
            }
            // It stops when the buffers are full, long before the end.
            var before: Int64 = -1
            try await eventually {
                let now = told.withLock { $0 }
                defer { before = now }
                return now > 0 && now == before
            }
            #expect(before < total)
            _ = try await socket.message()
            for id in 1...total { #expect(try await socket.message()?["data"]?["id"] == .int(id)) }
            await replay.value
            #expect(feed.left == 0)
        }
    }

    @Test func `much that is told at once is no fault of the reader's`() async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed) { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            try await eventually { feed.subscribers.count == 1 }
            feed.tell((1...300).map { .created(.example($0, message: Self.large)) })
            _ = try await socket.message()
            for id in 1...300 { #expect(try await socket.message()?["data"]?["id"] == .int(Int64(id))) }
            #expect(await feed.subscribers[0].sink.hasRoom())
        }
    }

    @Test func `a reader that takes nothing is not waited for for ever`() async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(
            feed,
            limits: {
                $0.slowness = .milliseconds(50)
                $0.pingAfter = .milliseconds(20)
                $0.patience = .milliseconds(50)
            }
        ) { server, sockets async throws in
            let socket = try await TestSocket.open(server, token: token)
            try await eventually { feed.subscribers.count == 1 }
            let sink = feed.subscribers[0].sink
            while await sink.hasRoom() { sink.take([.created(.example(1, message: Self.large))]) }
            #expect(await sink.hasRoom() == false)
            try await eventually { sockets.count == 0 && feed.left == 1 }
            withExtendedLifetime(socket) {}
        }
    }

    @Test func `only so much waits for a busy event loop`() async throws {
        let token = try await TestServer.token()
        // The handler greets on the loop, which can take nothing from the sink meanwhile.
        let feed = TestFeed { sink in for _ in 0...10 { sink.take([TestFeed.count]) } }
        try await withSockets(feed, limits: { $0.waitingEvents = 10 }) { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            #expect(try await socket.closing()?.code == 1013)
        }
        let patient = TestFeed { sink in for _ in 0..<10 { sink.take([TestFeed.count]) } }
        try await withSockets(patient, limits: { $0.waitingEvents = 10 }) { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            for _ in 0..<10 { #expect(try await socket.message()?["data"]?["unread_count"] == 3) }
        }
    }
}

/// How many of the notifications that a test has made are still held by somebody.
private final class Watched: Sendable {
    private struct Weak {
        weak var notification: LiveNotification?
    }

    private let all = Mutex<[Weak]>([])

    var count: Int { all.withLock { $0.count } }
    var alive: Int { all.withLock { $0.count { $0.notification != nil } } }

    func add(_ notification: LiveNotification) {
        all.withLock { $0.append(Weak(notification: notification)) }
    }
}
