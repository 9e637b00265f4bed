import Notifications

/// A request's body as the JSON object that every write takes.
enum JSONBody {
    /// The members of the object. Errors are about the field `body`, or about the member that is at fault.
    /// - Parameter emptyIsObject: whether no body at all stands for `{}`.
    static func parse(_ bytes: [UInt8], emptyIsObject: Bool) throws(NotificationError) -> [String: JSONValue] {
        if bytes.isEmpty {
            guard emptyIsObject else { throw .invalid("body", "must be a JSON object, but there is none") }
            return [:]
        }
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw .invalid(error.member.map { String($0.unicodeScalars.prefix(100)) } ?? "body", error.message)
        }
        guard case .object(let members) = value else { throw .invalid("body", "must be a JSON object") }
        return members
    }

    /// Whether a body with this `Content-Type` may be read: `application/json`, anything `+json`, or none given.
    static func accepts(contentType: String?) -> Bool {
        guard let contentType else { return true }
        let essence = contentType.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        guard essence.hasPrefix("application/") else { return essence.isEmpty }
        return essence == "application/json" || essence.hasSuffix("+json")
    }
}
