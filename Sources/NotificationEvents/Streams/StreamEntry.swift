import Notifications

/// An entry of a stream, as it was delivered to this consumer.
struct StreamEntry: Sendable {
    let stream: String
    let id: String
    /// How many times it was delivered, to whomever, this time among them.
    let deliveries: Int
    /// nil: there is none, or it is too long to be kept.
    let payload: [UInt8]?
    let message: Result<EventMessage, MalformedEvent>

    /// - Parameter fields: names and values in turn, as Redis has them; `payload` is read, others are of no account.
    init(stream: String, id: String, fields: [RESPField], deliveries: Int) {
        self.stream = stream
        self.id = id
        self.deliveries = deliveries
        switch fields.first(where: { $0.name == "payload" })?.value {
        case .bytes(let bytes)?:
            payload = bytes.count <= EventMessage.maximumSize ? bytes : nil
            message = Result { () throws(MalformedEvent) in try EventMessage(channel: stream, payload: bytes) }
        case .oversized(let count)?:
            payload = nil
            message = .failure(.oversized(count))
        case nil:
            payload = nil
            message = .failure(MalformedEvent("the entry has no field payload"))
        }
    }

    /// What tells it from all other entries: the same however often it is delivered.
    var key: String { "\(stream):\(id)" }

    /// The same for entries that must stay in order.
    var lane: Int { (try? message.get())?.lane ?? 0 }
}

extension EventMessage {
    /// The same for the events of one account, and for those of one creator when the account is not said.
    var lane: Int {
        if let account { return account.hashValue }
        return creator.hashValue
    }
}
