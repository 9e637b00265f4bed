import NIOCore
import NIOWebSocket

/// What a client sends: held to the rules of RFC 6455 and to the limits, and not kept, since a client has nothing to say.
struct SocketMessages {
    /// The message that has begun and not ended.
    private var open: Message?
    private var window: NIODeadline
    private var frames = 0
    private var messages = 0

    private struct Message {
        var length = 0
        /// nil: any bytes will do.
        var text: UTF8Check?
    }

    init(at now: NIODeadline = .now()) {
        window = now
    }

    /// Takes the next frame.
    mutating func take(
        _ frame: WebSocketFrame, _ limits: SocketLimits, at now: NIODeadline = .now()
    ) throws(SocketClose) {
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { throw .broken("A reserved bit is set.") }
        guard frame.maskKey != nil else { throw .broken("Frames of a client must be masked.") }
        if now >= window + limits.window { (window, frames, messages) = (now, 0, 0) }
        frames += 1
        switch frame.opcode {
        case .ping, .pong, .connectionClose: break
        case .text: try begin(Message(text: UTF8Check()), with: frame, limits)
        case .binary: try begin(Message(), with: frame, limits)
        case .continuation:
            guard let message = open else { throw .broken("There is no message to be continued.") }
            try take(frame, into: message, limits)
        default: throw .broken("The opcode is reserved.")
        }
        guard frames <= limits.frames, messages <= limits.messages else { throw .tooMany }
    }

    private mutating func begin(
        _ message: Message, with frame: WebSocketFrame, _ limits: SocketLimits
    ) throws(SocketClose) {
        guard open == nil else { throw .broken("A message begins before the last has ended.") }
        messages += 1
        try take(frame, into: message, limits)
    }

    private mutating func take(
        _ frame: WebSocketFrame, into message: Message, _ limits: SocketLimits
    ) throws(SocketClose) {
        var message = message
        message.length += frame.length
        guard message.length <= limits.messageBytes else { throw .tooLarge }
        if message.text?.take(frame.unmaskedData.readableBytesView) == false { throw .notText }
        if frame.fin, message.text?.isWhole == false { throw .notText }
        open = frame.fin ? nil : message
    }
}
