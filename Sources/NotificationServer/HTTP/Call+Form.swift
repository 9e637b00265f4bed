import HTTPTypes
import NIOCore
import Notifications

extension Call {
    /// The largest form.
    private static let formLimit = 16_384

    /// What `read` makes of the fields of a form (`application/x-www-form-urlencoded`). All its errors are thrown
    /// together, and so is every field it did not ask for.
    func form<Value>(_ read: (inout Query) throws -> Value) async throws -> Value {
        let bytes = try await bytes()
        guard bytes.readableBytes <= Self.formLimit else { throw Problem.bodyTooLarge(limit: Self.formLimit) }
        let type = head.headerFields[.contentType]?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == "application/x-www-form-urlencoded" else {
            throw Problem(
                .unsupportedMediaType, "The body must be a form, with Content-Type application/x-www-form-urlencoded.")
        }
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
            throw NotificationError(.invalid, "The body must be UTF-8.")
        }
        var fields = try Query(form: text)
        let value = try read(&fields)
        try fields.finish()
        return value
    }
}
