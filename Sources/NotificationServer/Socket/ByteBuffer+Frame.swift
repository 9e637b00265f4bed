import NIOCore
import NIOWebSocket

extension ByteBuffer {
    /// A whole frame as a server sends it, unmasked (RFC 6455, section 5.2). Made once, it may be sent to many.
    init(frame opcode: WebSocketOpcode, _ payload: ByteBuffer) {
        let length = payload.readableBytes
        self.init()
        reserveCapacity(length + 10)
        writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
        switch length {
        case ...125: writeInteger(UInt8(length))
        case ...0xFFFF:
            writeInteger(UInt8(126))
            writeInteger(UInt16(length))
        default:
            writeInteger(UInt8(127))
            writeInteger(UInt64(length))
        }
        writeImmutableBuffer(payload)
    }
}
