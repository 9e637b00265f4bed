import CLibPQ
import Glibc

/// Threads of our own: waiting on a socket must never hold one of the few that run Swift's tasks.
enum Thread {
    /// False when the system gives no thread. `name` is cut to 15 bytes, Linux's limit.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                name_thread(work.name)
                work.body()
                return nil
            }, work.toOpaque())
        if status != 0 { work.release() }
        return status == 0
    }

    /// Runs something that blocks, and waits for it without blocking.
    static func run<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable () throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let result: Result<Value, PostgresError> = await withCheckedContinuation { continuation in
            let isStarted = start(name) {
                let result: Result<Value, PostgresError>
                do throws(PostgresError) {
                    result = .success(try body())
                } catch {
                    result = .failure(error)
                }
                continuation.resume(returning: result)
            }
            guard !isStarted else { return }
            continuation.resume(returning: .failure(PostgresError(.unreachable, "the system gives no thread")))
        }
        return try result.get()
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
