import FoundationEssentials
import Postgres

/// What became of one draft.
enum Written: Sendable {
    case created(Identifier<Notification>, at: Date, siteName: String?)
    /// Its idempotency key was used before.
    case known(Identifier<Notification>, matches: Bool)
    /// It was not due, or is for one user, who has muted its type.
    case unwanted

    /// Reads a row of `Insertion.statement`: the draft's place, from 0, and what became of it.
    static func read(_ row: Row) throws(PostgresError) -> (place: Int, outcome: Result<Written, any Error>) {
        let (place, verdict, number, createdAt, siteName, matches) = try row.decode(
            Int.self, String?.self, Int64?.self, Date?.self, String?.self, Bool?.self)
        return (place - 1, outcome(verdict, number.map { Identifier($0) }, createdAt, siteName, matches))
    }

    private static func outcome(
        _ verdict: String?, _ id: Identifier<Notification>?, _ createdAt: Date?, _ siteName: String?, _ matches: Bool?
    ) -> Result<Written, any Error> {
        switch (verdict, id, createdAt) {
        case (nil, let id?, let createdAt?): .success(.created(id, at: createdAt, siteName: siteName))
        case ("known", let id?, _): .success(.known(id, matches: matches == true))
        case ("no user", _, _): .failure(NotificationError.noSuchUser)
        case ("no site", _, _): .failure(NotificationError.noSuchSite)
        default: .success(.unwanted)
        }
    }
}

extension NotificationError {
    static let noSuchUser = invalid("user_id", "is not a user of this account")
    static let noSuchSite = invalid("site_id", "is not a site of this account")
}
