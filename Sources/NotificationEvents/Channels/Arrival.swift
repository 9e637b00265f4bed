import FoundationEssentials
import Redis

/// A message that came over a channel.
struct Arrival: Sendable {
    let channel: String
    let payload: RESPValue
    let time = ContinuousClock.now
    /// Redis gives it no name, and it may have to be tried twice.
    let key = "channel:\(UUID().uuidString.lowercased())"
    let message: Result<EventMessage, MalformedEvent>

    init(channel: String, payload: RESPValue) {
        self.channel = channel
        self.payload = payload
        switch payload {
        case .string(let bytes):
            message = Result { () throws(MalformedEvent) in try EventMessage(channel: channel, payload: bytes) }
        case .oversized(let count): message = .failure(.oversized(count))
        default: message = .failure(MalformedEvent("the payload must be a JSON object"))
        }
    }

    /// The payload, unless it was too long to be kept.
    var bytes: [UInt8]? {
        guard case .string(let bytes) = payload, bytes.count <= EventMessage.maximumSize else { return nil }
        return bytes
    }

    /// What it takes up, roughly, in bytes: the payload, and what was read of it.
    var size: Int { 1024 + 3 * (bytes?.count ?? 0) }
}
