import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A connection that says exactly what it is told. Every call blocks, for four minutes at most.
final class RawConnection: Sendable {
    private let socket: Int32
    private let isClosed = Mutex(false)

    init(port: Int) throws {
        #if canImport(Glibc)
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var timeout = timeval(tv_sec: 240, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let broken = Broken()
            close()
            throw broken
        }
    }

    /// False when the other side takes no more.
    @discardableResult
    func send(_ text: String) -> Bool {
        send([UInt8](text.utf8))
    }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Reads until there are `count` answers with a body of known length, or the other side closes.
    func answers(_ count: Int) throws -> String {
        var text = ""
        while text.answerCount < count {
            guard let more = try receive() else { break }
            text += String(decoding: more, as: UTF8.self)
        }
        return text
    }

    /// Reads until the other side closes; throws when it does not in time.
    func untilClosed() throws -> String {
        var text = ""
        while let more = try receive() { text += String(decoding: more, as: UTF8.self) }
        return text
    }

    /// What has come, at least one byte; nil when the other side has closed.
    func receive() throws -> ArraySlice<UInt8>? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &bytes, bytes.count, 0)
        guard count >= 0 else { throw Broken() }
        return count == 0 ? nil : bytes.prefix(count)
    }

    /// Closes the sending half alone.
    func sendNoMore() {
        shutdown(socket, Int32(SHUT_WR))
    }

    /// Idempotent: by then the number may be another connection's.
    func close() {
        isClosed.withLock { isClosed in
            if !isClosed { _ = Glibc.close(socket) }
            isClosed = true
        }
    }

    /// Closes with a reset, as a machine does that knows nothing of the connection any more.
    func abort() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// EAGAIN: nothing has come in time.
    struct Broken: Error {
        let code = errno
    }
}

extension String {
    /// How many whole answers with a `Content-Length` the text begins with.
    var answerCount: Int {
        var rest = self[...]
        var count = 0
        while let end = rest.firstRange(of: "\r\n\r\n") {
            let head = rest[..<end.lowerBound].lowercased()
            let field = head.firstRange(of: "content-length: ").map { head[$0.upperBound...].prefix { $0.isNumber } }
            let body = rest[end.upperBound...]
            guard let length = field.map({ Int($0) ?? 0 }) ?? 0 as Int?, body.utf8.count >= length else { break }
            rest = Substring(body.utf8.dropFirst(length))
            count += 1
        }
        return count
    }

    func occurrences(of text: String) -> Int { ranges(of: text).count }
}
