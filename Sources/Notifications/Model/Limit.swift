/// The longest texts, in code points, as PostgreSQL's `varchar` counts; the tables hold to the same.
package enum Limit {
    package static let title = 512
    /// Of what a notification is about, as part of what it says.
    package static let subject = 200
    package static let message = 10_000
    package static let typeName = 64
    package static let contentType = 100
    package static let objectID = 255
    package static let actionURL = 500
    package static let actionLabel = 50
    package static let idempotencyKey = 255
    package static let email = 254
    /// Of an account, a user or a site.
    package static let name = 200
}
