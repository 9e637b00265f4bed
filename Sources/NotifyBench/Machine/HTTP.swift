import Glibc

/// A request to the server, as wrk will send it too.
struct HTTPRequest: Sendable {
    var method = "GET"
    var path: String
    var headers: [String: String] = [:]
    var body = ""

    static func get(_ path: String, _ token: String) -> HTTPRequest {
        HTTPRequest(path: path, headers: ["Authorization": "Bearer \(token)"])
    }

    static func post(_ path: String, _ token: String, _ body: String = "") -> HTTPRequest {
        var headers = ["Authorization": "Bearer \(token)"]
        if !body.isEmpty { headers["Content-Type"] = "application/json" }
        return HTTPRequest(method: "POST", path: path, headers: headers, body: body)
    }

    /// As it is sent. After the last one the server closes the connection.
    func bytes(port: Int, isLast: Bool) -> [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        if isLast { text += "Connection: close\r\n" }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        if method != "GET" { text += "Content-Length: \(body.utf8.count)\r\n" }
        return Array((text + "\r\n" + body).utf8)
    }
}

struct HTTPAnswer: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String
    /// When the first byte was sent, and when the first was received.
    let asked: ContinuousClock.Instant
    let answered: ContinuousClock.Instant

    var latency: Duration { asked.duration(to: answered) }
}

/// One request over a connection of its own to 127.0.0.1; blocks until the answer is there. Nil when nobody listens.
func send(_ request: HTTPRequest, port: Int) -> HTTPAnswer? {
    guard let descriptor = connection(to: port) else { return nil }
    defer { close(descriptor) }
    let bytes = request.bytes(port: port, isLast: true)
    let asked = ContinuousClock.now
    guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return nil }
    var received: [UInt8] = []
    var answered: ContinuousClock.Instant?
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        answered = answered ?? .now
        guard count > 0 else { break }
        received += buffer[..<count]
    }
    return HTTPAnswer(String(decoding: received, as: UTF8.self), asked: asked, answered: answered ?? asked)
}

/// A blocking one to 127.0.0.1 that waits for a minute at most.
func connection(to port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = loopback(port)
    let connected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard connected == 0 else {
        close(descriptor)
        return nil
    }
    return descriptor
}

/// A port that nobody listens at just now.
func freePort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = bind(descriptor, $0, length)
            _ = getsockname(descriptor, $0, &length)
        }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}

func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}

extension HTTPAnswer {
    fileprivate init?(_ text: String, asked: ContinuousClock.Instant, answered: ContinuousClock.Instant) {
        // A carriage return and the line feed after it are one character.
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard let first = lines.first?.split(separator: " "), first.count > 1, let status = Int(first[1]) else {
            return nil
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst().prefix(while: { !$0.isEmpty }) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        self.init(
            status: status, headers: headers,
            body: lines.drop { !$0.isEmpty }.dropFirst().joined(separator: "\r\n"), asked: asked, answered: answered)
    }
}
