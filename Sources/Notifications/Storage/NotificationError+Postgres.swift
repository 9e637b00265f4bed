import Postgres

/// Runs a call to PostgreSQL and puts what the caller can act on into the caller's words. What is left is a fault of
/// ours and is passed on as it is.
func translated<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let error as PostgresError {
        throw NotificationError(error) ?? error
    }
}

extension NotificationError {
    init?(_ error: PostgresError) {
        switch error.code {
        case .unreachable, .overloaded, .closed:
            self.init(.unavailable, "The database is out of reach or too busy; nothing was written. Try again shortly.")
        case .timedOut:
            self.init(.unavailable, "The database took too long and was stopped; nothing was written.")
        case .outcomeUnknown:
            self.init(
                .outcomeUnknown,
                "The connection to the database was lost; whether this was written is not known. "
                    + "Repeat it with the same idempotency key.")
        case .server:
            guard let violated = error.constraint.flatMap({ Self.violations[$0] }) else { return nil }
            self = violated
        default:
            return nil
        }
    }

    /// The rules that only the tables can enforce, as the caller knows them.
    private static let violations: [String: NotificationError] = [
        "notifications_user_fkey": .invalid("user_id", "is not a user of this account"),
        "notifications_site_fkey": .invalid("site_id", "is not a site of this account"),
        "accounts_id_positive": .invalid("account_id", "must be a positive whole number"),
        "sites_id_positive": .invalid("site_id", "must be a positive whole number"),
        "users_id_not_zero": .invalid("user_id", "must not be 0"),
        "users_uuid_key": .invalid("uuid", "belongs to another user of this account"),
        "marks_notification_fkey": .init(.notFound, "No such notification."),
        "read_throughs_reader_fkey": .init(.unauthenticated, "This user was deleted."),
        "marks_reader_fkey": .init(.unauthenticated, "This user was deleted."),
        "readers_user_fkey": .init(.unauthenticated, "This user was deleted."),
    ]
}
