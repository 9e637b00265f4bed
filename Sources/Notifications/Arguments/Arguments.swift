import FoundationEssentials

/// The members of a JSON object, read by name. Whoever reads declares what they know; what is left over is refused
/// by `finish`. Errors are collected, not thrown.
///
/// A getter of something required gives back a stand-in (an empty text, a zero) when it is missing or wrong: use nothing
/// of what was read before `finish` has found no error.
package struct Arguments: Sendable {
    private let members: [String: JSONValue]
    private let path: String
    private var known: [String] = []
    private var errors = FieldErrors()

    /// - Parameter path: what the object is called in errors, when it is a member of another.
    package init(_ members: [String: JSONValue], path: String = "") {
        self.members = members
        self.path = path.isEmpty ? "" : path + "."
    }

    /// The member as it is. Nil when it is missing or `null`.
    package mutating func optionalValue(_ name: String) -> JSONValue? {
        declare(name)
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// An error that the getters do not find.
    package mutating func refuse(_ name: String, _ message: String) {
        errors.refuse(path + name, message)
    }

    /// Throws what the getters have found, and each member that none has asked for.
    package mutating func finish() throws(NotificationError) {
        for name in members.keys.sorted() where !known.contains(name) {
            let valid = known.isEmpty ? "there are none here" : "valid ones are \(known.joined(separator: ", "))"
            refuse(String(name.unicodeScalars.prefix(100)), "is not a known field; \(valid)")
        }
        try errors.finish()
    }

    /// Nil and an error when the member is missing or `null`, or when `read`, which reports its own, finds none.
    package mutating func required<Value>(
        _ name: String, _ read: (inout Arguments, String) -> Value?
    ) -> Value? {
        guard optionalValue(name) != nil else {
            refuse(name, "is required")
            return nil
        }
        return read(&self, name)
    }

    private mutating func declare(_ name: String) {
        if !known.contains(name) { known.append(name) }
    }
}
