import AsyncHTTPClient
import Dispatch
import FoundationEssentials
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Notifications
import Testing

@testable import NotificationServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The real server on a port of its own.
struct TestServer {
    let port: Int

    /// With enough connections: the shared one has eight for each host, and a test that keeps them waiting would hold up
    /// the others.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: String
        var json: JSONValue { (try? JSONParser.parse([UInt8](body.utf8))) ?? .null }
        subscript(_ name: String) -> String? { headers.first(name: name) }
    }

    func send(
        _ method: String, _ path: String, token: String? = nil, body: String? = nil, headers: [(String, String)] = []
    ) async throws -> Answer {
        try await send(method, path, token: token, bytes: body.map { [UInt8]($0.utf8) }, headers: headers)
    }

    /// As the other, with any bytes for a body.
    func send(
        _ method: String, _ path: String, token: String?, bytes: [UInt8]?, headers: [(String, String)]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url(path))
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let bytes { request.body = .bytes(ByteBuffer(bytes: bytes)) }
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        let body = try await response.body.collect(upTo: 10_000_000)
        return Answer(status: Int(response.status.code), headers: response.headers, body: String(buffer: body))
    }

    /// A conversation by hand, on a thread of its own, since it blocks.
    func raw<Value: Sendable>(_ talk: @escaping @Sendable (RawConnection) throws -> Value) async throws -> Value {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "raw").async {
                continuation.resume(
                    with: Result {
                        let connection = try RawConnection(port: port)
                        defer { connection.close() }
                        return try talk(connection)
                    })
            }
        }
    }
}

/// A socket that says exactly what it is told.
final class RawConnection {
    private let socket: Int32

    init(port: Int) throws {
        #if canImport(Glibc)
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
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
        guard result == 0 else { throw Broken() }
    }

    /// False when the other side takes no more.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = [UInt8](text.utf8)
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
            text += more
        }
        return text
    }

    /// Reads until the other side closes; throws when it does not in time.
    func untilClosed() throws -> String {
        var text = ""
        while let more = try receive() { text += more }
        return text
    }

    /// Closes the sending half alone.
    func sendNoMore() {
        shutdown(socket, Int32(SHUT_WR))
    }

    func close() {
        Glibc.close(socket)
    }

    private func receive() throws -> String? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &bytes, bytes.count, 0)
        guard count >= 0 else { throw Broken() }
        return count == 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    struct Broken: Error {}
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

/// Runs the server while `body` runs. Tokens are those of `TestKeys.secret`; a user stands for their own number in
/// account 1.
func withServer(
    _ routes: [Route],
    settings change: (inout Settings) -> Void = { _ in },
    resolve: @escaping RouteTable.Resolve = { token in
        guard case .id(let user) = token.subject else { throw AuthenticationFailure.invalid("Who?") }
        return Viewer(account: token.account ?? 1, user: user, role: token.role ?? .viewer)
    },
    logger: Logger = quiet,
    _ body: (TestServer) async throws -> Void
) async throws {
    var settings = Settings()
    settings.port = 0
    settings.tokenSecret = TestKeys.secret
    change(&settings)
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let table = RouteTable(
        routes, verifier: try await TokenVerifier(settings, logger: logger), resolve: resolve)
    let application = makeApplication(settings: settings, routes: table, logger: logger) { listening.yield($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { listening.finish() }
            try await application.run()
        }
        for await port in ports {
            try await body(TestServer(port: port))
            break
        }
        group.cancelAll()
    }
}
