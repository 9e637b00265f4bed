import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Notifications

/// A client's wish to open a socket (RFC 6455, section 4.2.1), once it has been found good.
struct SocketHandshake {
    let shape: SocketShape
    /// As in `Sec-WebSocket-Accept`.
    private let proof: String
    private let isShapeChosen: Bool

    /// - Throws: `Problem` or `NotificationError` with what is wrong.
    init(_ call: Call, origins: AllowedOrigins) throws {
        let headers = call.head.headerFields
        guard call.head.method == .get, headers.names("websocket", .upgrade), headers.names("upgrade", .connection),
            headers[.transferEncoding] == nil, headers[.contentLength].map({ $0 == "0" }) ?? true
        else {
            throw Problem.upgradeRequired("This is a WebSocket: send a GET with Upgrade: websocket and no body.")
        }
        guard headers[.secWebSocketVersion] == "13" else {
            throw Problem.upgradeRequired("The Sec-WebSocket-Version must be 13.", version: "13")
        }
        guard let key = headers[.secWebSocketKey], key.utf8.count == 24, Data(base64Encoded: key)?.count == 16 else {
            throw NotificationError(.invalid, "The Sec-WebSocket-Key must be 16 bytes in base64.")
        }
        guard origins.mayOpenSocket(headers[.origin], host: call.head.authority) else {
            throw NotificationError(.forbidden, "Pages of this origin may not open a socket here: see CORS_ORIGINS.")
        }
        (shape, isShapeChosen) = try Self.shape(among: headers.list(.secWebSocketProtocol))
        proof = Self.proof(for: key)
    }

    var response: Response {
        var headers: HTTPFields = [.upgrade: "websocket", .connection: "upgrade", .secWebSocketAccept: proof]
        if isShapeChosen { headers[.secWebSocketProtocol] = shape.rawValue }
        return Response(status: .switchingProtocols, headers: headers)
    }

    /// The first that is known; who offers none is not told of any.
    private static func shape(among offered: [String]) throws(NotificationError) -> (SocketShape, isChosen: Bool) {
        guard !offered.isEmpty else { return (.notify, false) }
        guard let shape = offered.lazy.compactMap({ SocketShape(rawValue: $0) }).first else {
            let valid = SocketShape.allCases.map(\.rawValue).joined(separator: ", ")
            throw NotificationError(.invalid, "None of the subprotocols is known; valid ones are \(valid).")
        }
        return (shape, true)
    }

    private static func proof(for key: String) -> String {
        let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return Data(Insecure.SHA1.hash(data: Data(text.utf8))).base64EncodedString()
    }
}

extension AllowedOrigins {
    /// Browsers let any page open any socket, and say which it is; other programs name no origin.
    /// - Parameter host: what the client takes us for, with the port; our own pages may.
    fileprivate func mayOpenSocket(_ origin: String?, host: String?) -> Bool {
        guard let origin else { return true }
        switch self {
        case .any: return true
        case .listed(let origins) where origins.contains(origin): return true
        case .listed, .none:
            guard let host, !host.isEmpty, let scheme = origin.firstRange(of: "://") else { return false }
            return origin[scheme.upperBound...].lowercased() == host.lowercased()
        }
    }
}

extension HTTPFields {
    /// Whether the list has the word, in either case.
    fileprivate func names(_ word: String, _ name: HTTPField.Name) -> Bool {
        list(name).contains { $0.lowercased() == word }
    }
}

extension Problem {
    /// 426 with what to upgrade to (RFC 9110, section 15.5.22).
    fileprivate static func upgradeRequired(_ detail: String, version: String? = nil) -> Problem {
        var headers: HTTPFields = [.upgrade: "websocket", .connection: "upgrade"]
        headers[.secWebSocketVersion] = version
        return Problem(.upgradeRequired, detail, headers: headers)
    }
}
