import FoundationEssentials
import Notifications

/// The members of an event's payload, read by name. Errors are collected, not thrown: what was read is of use only when
/// `finish` finds none. `null` is as good as missing.
struct EventFields {
    /// What nothing has taken out yet.
    private(set) var rest: [String: JSONValue]
    private var errors = FieldErrors()

    init(_ members: [String: JSONValue]) {
        rest = members
    }

    func finish() throws(MalformedEvent) {
        do {
            try errors.finish()
        } catch {
            throw MalformedEvent(error.message)
        }
    }

    mutating func event(_ kind: EventKind) -> DomainEvent {
        switch kind {
        case .trendDetected: .trendDetected(topic: take(words: given("topic") == nil ? "title" : "topic"))
        case .contentPublished: .contentPublished(title: take(words: "title"))
        case .contentRejected: .contentRejected(title: take(words: "title"))
        case .mediaFailed: .mediaFailed(title: take(words: "title"))
        case .pipelineStageChanged:
            .pipelineStageChanged(stage: take(words: "stage"), title: take(words: "title"))
        case .contentCreated: .contentCreated(title: take(words: "title"))
        }
    }

    mutating func creator() -> UserClaims.Subject? {
        guard let value = take("created_by") else {
            errors.refuse("created_by", "is required")
            return nil
        }
        let subject = UserClaims.Subject(value)
        if subject == nil { errors.refuse("created_by", "must be a UUID or a positive whole number") }
        return subject
    }

    /// Of an event that is not for its creator, so that it may be anything.
    mutating func optionalCreator() -> UserClaims.Subject? {
        take("created_by").flatMap { UserClaims.Subject($0) }
    }

    mutating func account() -> Identifier<Account>? {
        guard let value = take("account_id") else { return nil }
        guard let number = value.positiveNumber else {
            errors.refuse("account_id", "must be a positive whole number")
            return nil
        }
        return Identifier(number)
    }

    /// Stays in the rest: whoever reads the notification may want it.
    mutating func eventID() -> String? {
        guard let value = given("event_id") else { return nil }
        let text: String? =
            if case .string(let string) = value { string } else { value.wholeNumber.map { String($0) } }
        guard let text else {
            errors.refuse("event_id", "must be a string or a whole number")
            return nil
        }
        if text.allSatisfy(\.isWhitespace) {
            errors.refuse("event_id", "must not be empty")
        } else if text.unicodeScalars.count > Limit.idempotencyKey {
            errors.refuse("event_id", "must have at most \(Limit.idempotencyKey) characters")
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            errors.refuse("event_id", "must not contain control characters")
        }
        return text
    }

    /// Of any length: a title that is too long is cut when it is worded.
    private mutating func take(words name: String) -> String {
        switch take(name) {
        case .string(let text)?:
            if text.allSatisfy(\.isWhitespace) { errors.refuse(name, "must not be empty") }
            return text
        case nil: errors.refuse(name, "is required")
        default: errors.refuse(name, "must be a string")
        }
        return ""
    }

    private mutating func take(_ name: String) -> JSONValue? {
        defer { rest[name] = nil }
        return given(name)
    }

    private func given(_ name: String) -> JSONValue? {
        rest[name].flatMap { $0 == .null ? nil : $0 }
    }
}

extension UserClaims.Subject {
    fileprivate init?(_ value: JSONValue) {
        if let number = value.positiveNumber {
            self = .id(Identifier(number))
        } else if case .string(let text) = value, let uuid = UUID(uuidString: text) {
            self = .uuid(uuid)
        } else {
            return nil
        }
    }
}
