/// How a socket is opened (RFC 6455, section 4.1), with the RFC's own example of a key and of its proof.
enum Handshake {
    enum Answer: Equatable {
        /// Frames begin at this byte.
        case open(Int)
        case refused(status: Int)
        /// Not what the RFC says.
        case broken
    }

    static func request(port: Int, token: String) -> [UInt8] {
        Array(
            """
            GET /ws HTTP/1.1\r
            Host: 127.0.0.1:\(port)\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Authorization: Bearer \(token)\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Protocol: notify.v1\r
            \r

            """.utf8)
    }

    /// Nil: more has to come.
    static func answer(_ bytes: UnsafeRawBufferPointer) -> Answer? {
        let end = Array("\r\n\r\n".utf8)
        guard let length = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
        let head = String(decoding: bytes[..<length], as: UTF8.self)
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count > 1, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return .broken }
        guard status == 101 else { return .refused(status: status) }
        let lines = head.split(separator: "\r\n").map { $0.lowercased() }
        let isProven =
            head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") && lines.contains("sec-websocket-protocol: notify.v1")
        return isProven ? .open(length + end.count) : .broken
    }
}
