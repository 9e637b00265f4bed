import NIOCore
import NIOWebSocket

/// Why an open socket is none any more.
struct SocketEnd: Error, Hashable {
    /// As the close frame has it (RFC 6455, section 7.4); nil: there was none.
    var code: UInt16?
    /// What the server gave as the reason, safe to show; or what happened instead.
    var reason: String

    init(code: UInt16? = nil, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    static let cut = SocketEnd("The connection was lost.")
    static let silent = SocketEnd("The connection was lost: nothing was heard for a minute.")

    /// What the close frame says.
    init(closing body: ByteBuffer) {
        var body = body
        code = body.readInteger(as: UInt16.self)
        reason = String(safe: String(buffer: body))
        if reason.isEmpty { reason = "The server closed the connection." }
        if reason.last?.isLetter == true { reason += "." }
    }

    /// What was thrown while listening; nil: nothing of the connection's.
    init?(failure: any Error) {
        switch failure {
        case let end as SocketEnd: self = end
        case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error:
            self.init("The connection was given up: what came was no WebSocket frame of at most 1 MiB.")
        case is IOError, is ChannelError: self = .cut
        case _ where String(reflecting: type(of: failure)).hasPrefix("NIOSSL."): self = .cut
        default: return nil
        }
    }

    /// Nil when connecting again may help.
    func refusal(hasToken: Bool) -> ClientError? {
        switch code {
        case 4401, 4403:
            ClientError(.notAllowed, reason + (hasToken ? "" : ClientError.tokenHint), endsAll: true)
        default: nil
        }
    }
}
