import NIOCore

/// Why a socket is closed: a code (RFC 6455, section 7.4; from 4000 on they are ours) and a short sentence.
struct SocketClose: Error, Hashable {
    let code: UInt16
    /// At most 123 bytes.
    let reason: String

    init(_ code: UInt16, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    static let leaving = SocketClose(1000, "You have closed the connection.")
    static let shutdown = SocketClose(1001, "The server is shutting down.")
    static let feedClosed = SocketClose(1001, "There is nothing more to tell here: connect again.")
    static let notText = SocketClose(1007, "Text must be UTF-8.")
    static let tooMany = SocketClose(1008, "Too many messages: changes are made over REST.")
    static let tooLarge = SocketClose(1009, "Messages must be short: changes are made over REST.")
    static let anotherRole = SocketClose(1012, "What you may see has changed: connect again.")
    static let tooSlow = SocketClose(1013, "You read too slowly: connect again, after what you have.")
    static let expired = SocketClose(4401, "The token has expired.")
    static let unauthenticated = SocketClose(4401, "The token is not good any more.")
    static let forbidden = SocketClose(4403, "You are not active any more.")
    static let silent = SocketClose(4408, "Nothing has been heard of you.")

    static func broken(_ rule: String) -> SocketClose { SocketClose(1002, rule) }

    /// The body of the close frame.
    var body: ByteBuffer {
        var body = ByteBuffer(integer: code)
        body.writeString(reason)
        return body
    }

    /// What a peer's close frame is to be answered with: its own code, or none.
    /// - Throws: `SocketClose` when the frame is none.
    static func answer(to body: ByteBuffer) throws(SocketClose) -> ByteBuffer {
        var rest = body
        guard rest.readableBytes > 0 else { return ByteBuffer() }
        guard let code = rest.readInteger(as: UInt16.self), valid.contains(where: { $0.contains(code) }) else {
            throw .broken("This is no close code.")
        }
        guard String(validating: rest.readableBytesView, as: UTF8.self) != nil else { throw .notText }
        return ByteBuffer(integer: code)
    }

    private static let valid: [ClosedRange<UInt16>] = [1000...1003, 1007...1014, 3000...4999]
}
