import Notifications

/// A domain event as another service tells it: a channel's or stream's name, and one JSON object.
struct EventMessage: Hashable, Sendable {
    /// In bytes, of a payload.
    static let maximumSize = 131_072

    let event: DomainEvent
    /// nil: not said.
    let account: Identifier<Account>?
    /// Who made what the event is about; nil for trends alone.
    let creator: UserClaims.Subject?
    /// What the sender calls this event: the same again is the same event.
    let id: String?
    /// The rest of the payload: all but who it is for and the words that the title is made of.
    let metadata: [String: JSONValue]

    /// - Parameters:
    ///   - channel: of the name `orion.<event>`.
    ///   - payload: strict JSON (`JSONParser`), at most `maximumSize` bytes.
    init(channel: String, payload: [UInt8]) throws(MalformedEvent) {
        guard let kind = EventKind(channel: channel) else {
            let known = EventKind.allCases.map(\.channel).joined(separator: ", ")
            throw MalformedEvent("\(channel) is not a known channel; known are \(known)")
        }
        guard payload.count <= Self.maximumSize else { throw .oversized(payload.count) }
        var fields = EventFields(try Self.members(of: payload))
        event = fields.event(kind)
        creator = event.audience == nil ? fields.creator() : fields.optionalCreator()
        account = fields.account()
        id = fields.eventID()
        metadata = fields.rest
        try fields.finish()
    }

    /// A name that a stranger has chosen, fit for a log.
    private static func shown(name: String) -> String {
        let scalars = name.unicodeScalars.prefix(100).map {
            $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func members(of payload: [UInt8]) throws(MalformedEvent) -> [String: JSONValue] {
        let value: JSONValue
        do {
            value = try JSONParser.parse(payload)
        } catch {
            throw MalformedEvent("\(error.member.map(shown(name:)) ?? "the payload") \(error.message)")
        }
        guard case .object(let members) = value else { throw MalformedEvent("the payload must be a JSON object") }
        return members
    }
}
