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
        case .unreachable, .overloaded, .closed, .cancelled:
            self.init(.unavailable, "The database is out of reach or too busy; nothing was written. Try again shortly.")
        case .timedOut:
            self.init(.unavailable, "The database took too long and was stopped; nothing was written.")
        case .outcomeUnknown:
            self.init(
                .outcomeUnknown,
                "The connection to the database was lost; whether this was written is not known. "
                    + "Repeat it with the same idempotency key.")
        case .server(let state):
            if let violated = error.constraint.flatMap({ Self.violations[$0] }) {
                self = violated
            } else if state.isOfSchema {
                self.init(.unavailable, "The database lacks migrations: run notify migrate.")
            } else if state.isPassing {
                self.init(
                    .unavailable, "The database could not do this just now; nothing was written. Try again shortly.")
            } else {
                return nil
            }
        default:
            return nil
        }
    }

    /// The rules that only the tables can enforce, as the caller knows them.
    private static let violations: [String: NotificationError] = [
        "notifications_user_fkey": .invalid("user_id", "is not a user of this account"),
        "notifications_site_fkey": .invalid("site_id", "is not a site of this account"),
        "notifications_metadata_size": .invalid("metadata", "is too large"),
        "accounts_id_positive": .invalid("account_id", "must be a positive whole number"),
        "sites_id_positive": .invalid("site_id", "must be a positive whole number"),
        "users_id_not_zero": .invalid("user_id", "must not be 0"),
        "users_uuid_key": .invalid("uuid", "belongs to another user of this account"),
        "marks_notification_fkey": .init(.notFound, "No such notification."),
        "users_account_fkey": .init(.notFound, "This account was deleted."),
        "sites_account_fkey": .init(.notFound, "This account was deleted."),
        "readers_account_fkey": .init(.notFound, "This account was deleted."),
        "read_throughs_reader_fkey": .init(.unauthenticated, "This user is not known."),
        "preferences_reader_fkey": .init(.unauthenticated, "This user is not known."),
        "marks_reader_fkey": .init(.unauthenticated, "This user is not known."),
        "readers_user_fkey": .init(.unauthenticated, "This user was deleted."),
    ]
}

extension SQLState {
    /// A table, a function or a schema that is not there.
    fileprivate var isOfSchema: Bool {
        self == .undefinedTable || self == .undefinedFunction || self == .invalidSchemaName
    }

    fileprivate static let undefinedFunction = SQLState(rawValue: "42883")

    /// What may be otherwise in a moment: a lock or an answer that took too long, a deadlock, resources that have run out,
    /// a server that is going down, coming up or read-only for now.
    fileprivate var isPassing: Bool {
        [.queryCanceled, .lockNotAvailable, .serializationFailure, .deadlockDetected, .readOnlyTransaction].contains(
            self)
            || ["08", "53", "57P"].contains { rawValue.hasPrefix($0) }
    }
}
