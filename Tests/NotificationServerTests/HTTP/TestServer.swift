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

/// The real server on a port of its own.
struct TestServer {
    let port: Int

    /// With enough connections: the shared one has eight for each host, and a test that keeps them waiting would hold up
    /// the others.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Everybody is who their token says, in account 1 when it says none.
    static let resolve: RouteTable.Resolve = { token in
        guard case .id(let user) = token.subject else { throw AuthenticationFailure.invalid("Who?") }
        return Viewer(account: token.account ?? 1, user: user, role: token.role ?? .viewer)
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let bytes: ByteBuffer
        var body: String { String(buffer: bytes) }
        var length: Int { bytes.readableBytes }
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
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 10_000_000)
        return Answer(status: Int(response.status.code), headers: response.headers, bytes: body)
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

/// Runs the server while `body` runs. Tokens are those of `TestKeys.secret`; a user stands for their own number in
/// account 1.
func withServer(
    _ routes: [Route],
    settings change: (inout Settings) -> Void = { _ in },
    resolve: @escaping RouteTable.Resolve = TestServer.resolve,
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
