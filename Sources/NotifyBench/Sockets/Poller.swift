import CEpoll
import Glibc

/// Tells which of thousands of descriptors have something to be done (epoll(7)).
final class Poller: Sendable {
    private let descriptor: Int32

    init() throws {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw Programs.Failure(description: "The system gives no epoll descriptor.") }
    }

    deinit {
        close(descriptor)
    }

    /// Tells from now on when the connection is made; then, with `isMade`, when something has come.
    func watch(_ socket: Int32, _ number: Int, isMade: Bool) {
        let kinds = isMade ? EPOLLIN.rawValue : EPOLLOUT.rawValue
        var event = epoll_event(events: kinds, data: epoll_data(u64: UInt64(number)))
        epoll_ctl(descriptor, isMade ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event)
    }

    /// The numbers of those that have something to be done, of 1,024 at most; waits so long when there are none.
    func wait(milliseconds: Int32, into numbers: inout [Int]) {
        numbers.removeAll(keepingCapacity: true)
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 1024) { events in
            let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)
            for index in 0..<max(Int(count), 0) { numbers.append(Int(events[index].data.u64)) }
        }
    }
}
