import Synchronization

/// A database that others are cloned from, one at a time: PostgreSQL copies none that anybody is connected to.
final class Template: Sendable {
    private let preparation: Task<String, any Error>
    private let last = Mutex<Task<String, any Error>?>(nil)

    init(prepare: @escaping @Sendable () async throws -> String) {
        preparation = Task { try await prepare() }
    }

    func clone(_ copy: @escaping @Sendable (_ template: String) async throws -> String) async throws -> String {
        let mine = last.withLock { last in
            let before = last
            let next = Task { [preparation] in
                let template = try await preparation.value
                _ = await before?.result
                return try await copy(template)
            }
            last = next
            return next
        }
        return try await mine.value
    }
}
