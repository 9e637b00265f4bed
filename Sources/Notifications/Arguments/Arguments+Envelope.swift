package import FoundationEssentials

extension Arguments {
    /// For whom, about what, and the idempotency key: what every announcement may say beside its own arguments.
    /// - Parameters:
    ///   - account: whose it is when `account_id` does not say; nil: it must.
    ///   - key: the idempotency key that was given elsewhere, such as in a header.
    package mutating func envelope(account: Identifier<Account>?, idempotencyKey key: String?) -> Envelope {
        let named: Identifier<Account>? =
            account == nil ? identifier("account_id") : optionalIdentifier("account_id")
        let ownKey = optionalString("idempotency_key", limit: Limit.idempotencyKey)
        if let ownKey, let key, ownKey != key {
            refuse("idempotency_key", "is another than in the header Idempotency-Key")
        }
        return Envelope(
            account: named ?? account ?? Identifier(0),
            audience: audience(),
            site: optionalIdentifier("site_id"),
            object: objectLink(),
            idempotencyKey: ownKey ?? key
        )
    }

    /// `user_id` or `roles`. A user who is named by UUID is left to `userUUID`.
    private mutating func audience() -> Audience? {
        let roles = roles()
        guard optionalValue("user_id") != nil else { return roles.map { .roles($0) } }
        if roles != nil { refuse("roles", "cannot be given together with user_id") }
        if userUUID() != nil { return nil }
        if case .string? = optionalValue("user_id") {
            refuse("user_id", "must be a whole number or a UUID")
            return nil
        }
        return optionalInt("user_id").map { .user(Identifier($0)) }
    }

    /// The UUID that `user_id` is, for hosts whose users have no numbers.
    package mutating func userUUID() -> UUID? {
        guard case .string(let text)? = optionalValue("user_id") else { return nil }
        return UUID(uuidString: text)
    }

    private mutating func roles() -> Set<Role>? {
        guard let value = optionalValue("roles") else { return nil }
        let names: [JSONValue] = if case .array(let values) = value { values } else { [] }
        let roles = names.compactMap { name -> Role? in
            if case .string(let text) = name { Role(rawValue: text) } else { nil }
        }
        guard !roles.isEmpty, roles.count == names.count else {
            refuse("roles", "must be a list of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return Set(roles)
    }

    package mutating func objectLink() -> ObjectLink? {
        let type = optionalString("content_type", limit: Limit.contentType)
        let id = optionalText("object_id", limit: Limit.objectID)
        if let type, let id { return ObjectLink(contentType: type, objectID: id) }
        if type != nil { refuse("object_id", "is required with content_type") }
        if id != nil { refuse("content_type", "is required with object_id") }
        return nil
    }

    package mutating func action() -> Action? {
        let url = optionalString("action_url", limit: Limit.actionURL)
        let label = optionalString("action_label", limit: Limit.actionLabel)
        guard let url else {
            if label != nil { refuse("action_url", "is required with action_label") }
            return nil
        }
        return Action(url: url, label: label)
    }

    /// Hosts number their objects or name them; a number is as good as its digits.
    private mutating func optionalText(_ name: String, limit: Int) -> String? {
        if case .int(let number)? = optionalValue(name) { return String(number) }
        return optionalString(name, limit: limit)
    }
}
