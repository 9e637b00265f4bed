import Glibc
import Synchronization

/// Thousands of sockets on one thread, so frugal that not the client is what is measured.
///
/// Each says whether it was told anything twice or out of order; all together say when the last of them had what, to some
/// milliseconds.
final class Swarm: Sendable {
    private let state: Mutex<SwarmState>
    private let poller: Poller

    private init(port: Int) throws {
        poller = try Poller()
        state = Mutex(SwarmState(port: port, poller: poller))
    }

    /// Calls `body`, and closes all sockets when it has ended.
    static func running<Value: Sendable>(
        port: Int, _ body: (Swarm) async throws -> Value
    ) async throws -> Value {
        let swarm = try Swarm(port: port)
        let thread = Task { try await Thread.run { swarm.work() } }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(swarm))
        } catch {
            result = .failure(error)
        }
        swarm.state.withLock { $0.end() }
        try await thread.value
        return try result.get()
    }

    /// One socket for each token; returns when each is open and has been told where the feed is, or will not be.
    /// - Parameter patience: how long each may take.
    func open(_ tokens: [String], patience: Duration = .seconds(20)) async throws -> Opening {
        state.withLock { $0.open(tokens, patience: patience) }
        _ = try await wait(.seconds(600)) { $0.opening.isOver }
        return state.withLock { $0.opening }
    }

    var open: Int { state.withLock { $0.open } }

    /// Says goodbye on so many, and waits until the server has answered on each.
    func close(_ count: Int) async throws {
        state.withLock { $0.close(count, at: .now) }
        _ = try await wait(.seconds(10)) { $0.closing == 0 }
    }

    /// Forgets what has been received so far.
    func begin() {
        state.withLock { $0.received = Received() }
    }

    var received: Received { state.withLock { $0.received } }

    /// When so many sockets had the notification; nil when they did not in time.
    func arrival(of id: Int64, at sockets: Int) async throws -> ContinuousClock.Instant? {
        _ = try await wait(.seconds(30)) { $0.received.arrivals[id]?.sockets ?? 0 >= sockets }
        return state.withLock { state in
            state.received.arrivals[id].flatMap { $0.sockets >= sockets ? $0.last : nil }
        }
    }

    private func wait(_ patience: Duration, until isDone: (borrowing SwarmState) -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if state.withLock({ isDone($0) }) { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    private func work() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        var numbers: [Int] = []
        numbers.reserveCapacity(1024)
        while true {
            poller.wait(milliseconds: 10, into: &numbers)
            let isEnded = state.withLock { state in
                for number in numbers { state.serve(number, buffer) }
                state.proceed(at: .now)
                return state.isEnded
            }
            if isEnded { return }
            // Little by little is dear, for the server too, which wakes us each time: this much later is precise enough.
            if !numbers.isEmpty { usleep(1000) }
        }
    }
}
