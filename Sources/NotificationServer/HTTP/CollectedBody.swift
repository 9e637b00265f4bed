import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// A request's body, which comes once, and is kept for who asks for it again.
final class CollectedBody: Sendable {
    private let body: RequestBody
    private let length: Int?
    private let limit: Int
    private let collected = Mutex<Result<ByteBuffer, any Error>?>(nil)

    init(_ request: Request, limit: Int) {
        body = request.body
        length = request.headers[.contentLength].flatMap { Int($0) }
        self.limit = limit
    }

    /// Up to the limit; 413 when there are more. To be asked for by one task at a time.
    func bytes() async throws -> ByteBuffer {
        if let collected = collected.withLock({ $0 }) { return try collected.get() }
        let result: Result<ByteBuffer, any Error>
        do { result = .success(try await collect()) } catch { result = .failure(error) }
        collected.withLock { $0 = result }
        return try result.get()
    }

    private func collect() async throws -> ByteBuffer {
        if let length, length > limit { throw Problem.bodyTooLarge(limit: limit) }
        do {
            return try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge(limit: limit)
        } catch let error as CancellationError {
            throw error
        } catch {
            // The connection broke or talks no HTTP any more.
            throw Problem(.badRequest, "The body ended too early.", headers: [.connection: "close"])
        }
    }
}
