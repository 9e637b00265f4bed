import Notifications

/// What a body asks for of preferences: by type, `{"enabled": true, "push": null}`. What is not there stays as it is, and
/// `null` is no choice any more.
struct PreferenceChanges {
    private(set) var byType: [String: Preference.Change] = [:]
    private var errors = FieldErrors()

    /// - Parameter types: what each type is called in the body.
    /// - Throws: `NotificationError.invalid` with all that is wrong.
    init(_ members: [String: JSONValue], types: [(name: String, type: NotificationType)]) throws(NotificationError) {
        let known = Dictionary(types.map { ($0.name, $0.type) }) { first, _ in first }
        var isListed = false
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let type = known[name] else {
                // Once is enough of them all.
                let names = isListed ? "" : "; known are \(types.map(\.name).joined(separator: ", "))"
                errors.refuse(name.shortened, "is not a known type\(names)")
                isListed = true
                continue
            }
            guard case .object(let fields) = value else {
                errors.refuse(name, "must be an object of enabled and push")
                continue
            }
            byType[type.name] = change(fields, of: type, named: name)
        }
        try errors.finish()
    }

    private mutating func change(
        _ fields: [String: JSONValue], of type: NotificationType, named name: String
    ) -> Preference.Change {
        var change = Preference.Change()
        for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
            let wanted: Preference.Change.Value
            switch value {
            case .bool(let bool): wanted = .set(bool)
            case .null: wanted = .cleared
            default: wanted = .kept
            }
            switch field {
            case "enabled": change.enabled = wanted
            case "push": change.push = wanted
            default:
                errors.refuse("\(name).\(field.shortened)", "is not a known field; valid ones are enabled, push")
                continue
            }
            if wanted == .kept {
                errors.refuse("\(name).\(field)", "must be true, false or null")
            } else if wanted == .set(false), type.isLocked {
                errors.refuse("\(name).\(field)", "cannot be switched off")
            }
        }
        return change
    }
}

extension String {
    /// As much as an error repeats of what it does not know.
    fileprivate var shortened: String { String(unicodeScalars.prefix(100)) }
}
