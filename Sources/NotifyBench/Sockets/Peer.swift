import Glibc

/// One socket, from its connecting to its end.
struct Peer {
    enum Stage {
        case connecting
        /// The handshake has been sent.
        case asking
        case open
        /// We have sent a close frame.
        case closing
        case closed
    }

    let descriptor: Int32
    let token: String
    let number: Int
    /// When it began what it now waits for.
    var since: ContinuousClock.Instant
    var stage = Stage.connecting
    /// Has been told where the feed is: what is announced from now on has to come.
    var isReady = false
    /// The newest notification that it knows of.
    var last: Int64 = 0
    /// The beginning of what has not come whole.
    var rest: [UInt8] = []

    /// Begins to connect to 127.0.0.1. Nil when the system has no socket for us.
    init?(port: Int, token: String, number: Int, at now: ContinuousClock.Instant) {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = loopback(port)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 || errno == EINPROGRESS else {
            Glibc.close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.token = token
        self.number = number
        since = now
    }

    /// Whether all of it went; it is little, and an idle socket has room.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    mutating func close() {
        guard stage != .closed else { return }
        stage = .closed
        rest = []
        Glibc.close(descriptor)
    }
}
