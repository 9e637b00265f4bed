import Dispatch
import Glibc
import Synchronization

/// A server of the tests' own, one answer a connection: for what a real one never says.
final class StubServer: Sendable {
    struct Request: Sendable {
        var method: String
        /// With its query.
        var target: String
        var headers: [String]
        var body: String
    }

    enum Reply: Sendable {
        /// Bytes as they are.
        case raw(String)
        /// Nothing, for as long as the client has patience.
        case silence

        static func json(_ body: String, status: String = "200 OK", headers: [String] = []) -> Reply {
            let type = status.hasPrefix("2") ? "application/json" : "application/problem+json"
            let lines = ["HTTP/1.1 \(status)", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] + headers
            return .raw((lines + ["Connection: close", "", body]).joined(separator: "\r\n"))
        }

        static func problem(_ status: String, _ detail: String, headers: [String] = [], more: String = "") -> Reply {
            json(#"{"type":"about:blank","title":"T","detail":"\#(detail)"\#(more)}"#, status: status, headers: headers)
        }
    }

    let port: Int
    private let listener: CInt
    private let answer: @Sendable (Request) -> Reply
    private let seen = Mutex<[Request]>([])
    private let waiting = Mutex<[CInt]>([])

    var address: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { seen.withLock { $0 } }

    struct Failure: Error {}

    /// Runs until `body` has ended.
    static func serving<Result: Sendable>(
        _ answer: @escaping @Sendable (Request) -> Reply, _ body: (StubServer) async throws -> Result
    ) async throws -> Result {
        let server = try StubServer(answer)
        DispatchQueue(label: "stub").async { server.run() }
        defer { server.stop() }
        return try await body(server)
    }

    private init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
        self.answer = answer
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            guard let place = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(listener, place, length) == 0 && listen(listener, 64) == 0
                && getsockname(listener, place, &length) == 0
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.listener = listener
        guard isListening else { throw Failure() }
    }

    private func run() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            guard let request = receive(connection) else {
                close(connection)
                continue
            }
            seen.withLock { $0.append(request) }
            switch answer(request) {
            case .silence:
                waiting.withLock { $0.append(connection) }
            case .raw(let text):
                let bytes = [UInt8](text.utf8)
                var sent = 0
                while sent < bytes.count {
                    let count = bytes[sent...].withUnsafeBytes {
                        send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                    }
                    guard count > 0 else { break }
                    sent += count
                }
                close(connection)
            }
        }
        close(listener)
        waiting.withLock { $0.forEach { close($0) } }
    }

    private func stop() {
        shutdown(listener, CInt(SHUT_RDWR))
    }

    private func receive(_ connection: CInt) -> Request? {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += buffer[..<count]
            if let request = Request(String(decoding: text, as: UTF8.self)) { return request }
            // A handshake of TLS is answered as a server without it would.
            if text.first == 0x16 { return Request(method: "", target: "", headers: [], body: "") }
        }
    }
}

extension StubServer.Request {
    /// Nil when it is not complete.
    fileprivate init?(_ text: String) {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        let first = (lines.first ?? "").split(separator: " ").map(String.init)
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }?.split(separator: " ").last
        body = String(text[end.upperBound...])
        guard first.count == 3, body.utf8.count >= length.flatMap({ Int($0) }) ?? 0 else { return nil }
        (method, target, headers) = (first[0], first[1], Array(lines.dropFirst()))
    }
}
