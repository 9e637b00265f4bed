/// What is wrong with a call's arguments: all of it, so that a caller mends it in one go.
package struct FieldErrors: Sendable {
    /// More than these would be an answer longer than its question.
    private static let limit = 50

    package private(set) var all: [NotificationError.Field] = []

    package init() {}

    package mutating func refuse(_ field: String, _ message: String) {
        guard all.count < Self.limit else { return }
        all.append(NotificationError.Field(field, message))
    }

    /// - Throws: `NotificationError.invalid` with all that was refused, if anything was.
    package func finish() throws(NotificationError) {
        guard !all.isEmpty else { return }
        var sentence = all.prefix(3).map { "\($0.field) \($0.message)" }.joined(separator: "; ")
        if all.count > 3 { sentence += "; and \(all.count - 3) more" }
        throw NotificationError(.invalid, sentence, fields: all)
    }
}
