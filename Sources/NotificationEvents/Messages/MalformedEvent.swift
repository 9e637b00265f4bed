/// Why a message is no event: one sentence for whoever has sent it.
struct MalformedEvent: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }

    static func oversized(_ count: Int) -> MalformedEvent {
        MalformedEvent("the payload must have at most \(EventMessage.maximumSize) bytes, has \(count)")
    }
}
