import HTTPTypes
import Hummingbird
import Logging
import Notifications
import Postgres

extension Routes {
    var health: [Route] {
        [
            // The process is alive, whatever the database does.
            Route(.get, "/healthz", .open { _ in .json { $0.object { $0.field("status", "ok") } } }),
            Route(.get, "/readyz", .open(readiness)),
        ]
    }

    /// 200 when the database answers and has all migrations; 503 otherwise.
    @Sendable private func readiness(_ call: Call) async throws -> Response {
        let pending: [Migration]
        do {
            pending = try await Schema.migrator(logger: call.logger).pending(pool)
        } catch {
            call.logger.warning("not ready", metadata: ["error": "\(error)"])
            throw NotificationError(.unavailable, "The database cannot be used: see the log.")
        }
        guard pending.isEmpty else {
            let names = pending.map(\.name).joined(separator: ", ")
            throw NotificationError(.unavailable, "The database lacks migrations (\(names)); run notify migrate.")
        }
        return .json { $0.object { $0.field("status", "ready") } }
    }
}
