import AsyncHTTPClient
import NIOCore

/// Speaks to the server in a member's name.
struct Client: Sendable {
    /// What no answer may exceed, in bytes.
    static let largestAnswer = 64 << 20

    let server: ServerAddress
    let token: String?
    /// How long the server has for each answer.
    let timeout: Duration

    /// One per process, with the connections that it keeps open.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(10)
        // A token goes to the server that it is meant for.
        configuration.redirectConfiguration = .disallow
        // Who waits at a terminal wants to know at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// The answer to a request, when the server did what was asked.
    /// - Parameters:
    ///   - path: below the server's address, with its query.
    ///   - body: JSON text.
    /// - Throws: `ClientError`.
    func send(_ method: String, _ path: String, body: String? = nil) async throws -> Answer {
        let answer = try await exchange(method, path, body: body)
        if let refusal = answer.refusal(by: server, hasToken: token != nil) { throw refusal }
        return answer
    }

    private func exchange(_ method: String, _ path: String, body: String?) async throws -> Answer {
        let request = HTTPClientRequest(method, server.description + path, token: token, body: body)
        do {
            return try await within(timeout) {
                // The limits are the client's own: connecting has one, all of it together has another.
                let response = try await Self.http.execute(request, timeout: .hours(1))
                do {
                    return try await Answer(response, limit: Self.largestAnswer)
                } catch let error where !(error is NIOTooManyBytesError || error is CancellationError) {
                    throw CutShort()
                }
            }
        } catch {
            throw ClientError(failure: error, server: server, timeout: timeout)
        }
    }

    /// Calls `body`, and cancels it when it takes too long.
    private func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else { throw TimedOut() }
            return value
        }
    }
}

/// The server has taken longer than it may.
struct TimedOut: Error {}

/// The answer has begun and not come to its end.
struct CutShort: Error {}
