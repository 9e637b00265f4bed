import FoundationEssentials
import NIOCore
import Notifications

/// Writes JSON straight into a response's buffer, one call per value. It takes care of commas and of escaping; that
/// objects have keys and arrays have none is the caller's to see to.
struct JSONWriter {
    private(set) var buffer: ByteBuffer
    private var needsComma = false

    init(capacity: Int = 1024) {
        buffer = ByteBuffer()
        buffer.reserveCapacity(capacity)
    }

    mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        begin("{")
        try members(&self)
        end("}")
    }

    mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
        begin("[")
        try elements(&self)
        end("]")
    }

    mutating func key(_ name: String) {
        separate()
        quote(name)
        buffer.writeInteger(UInt8(ascii: ":"))
        needsComma = false
    }

    /// As above, for a name that needs no escaping.
    mutating func key(_ name: StaticString) {
        separate()
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.writeStaticString(name)
        buffer.writeStaticString("\":")
        needsComma = false
    }

    mutating func null() {
        literal("null")
    }

    mutating func bool(_ value: Bool) {
        literal(value ? "true" : "false")
    }

    mutating func int(_ value: some FixedWidthInteger) {
        separate()
        buffer.writeString(String(value))
    }

    /// A number that is not finite has no JSON; it is written as `null`.
    mutating func double(_ value: Double) {
        separate()
        buffer.writeString(value.isFinite ? "\(value)" : "null")
    }

    mutating func string(_ value: some StringProtocol) {
        separate()
        quote(value)
    }

    /// UTF-8 that is known to be valid, such as a text column's.
    mutating func string(_ utf8: UnsafeRawBufferPointer) {
        separate()
        quote(utf8)
    }

    /// JSON text that is known to be valid, such as a `jsonb` column's.
    mutating func raw(_ json: String) {
        separate()
        buffer.writeString(json)
    }

    /// JSON bytes that are known to be valid.
    mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        buffer.writeBytes(json)
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        buffer.writeStaticString(text)
    }

    /// Opens an object or an array, for who writes its members without a closure.
    mutating func begin(_ bracket: StaticString) {
        separate()
        buffer.writeStaticString(bracket)
        needsComma = false
    }

    mutating func end(_ bracket: StaticString) {
        buffer.writeStaticString(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { buffer.writeInteger(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ text: some StringProtocol) {
        var text = String(text)
        text.withUTF8 { quote(UnsafeRawBufferPointer($0)) }
    }

    /// What needs no escaping is copied in runs.
    private mutating func quote(_ utf8: UnsafeRawBufferPointer) {
        buffer.writeInteger(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<utf8.count {
            let byte = utf8[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F else {
                continue
            }
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: utf8[start..<index]))
            escape(byte)
            start = index + 1
        }
        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: utf8[start...]))
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        buffer.writeInteger(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer.writeInteger(byte)
        case 0x0A: buffer.writeInteger(UInt8(ascii: "n"))
        case 0x0D: buffer.writeInteger(UInt8(ascii: "r"))
        case 0x09: buffer.writeInteger(UInt8(ascii: "t"))
        default:
            buffer.writeStaticString("u00")
            for nibble in [byte >> 4, byte & 15] {
                buffer.writeInteger(nibble + (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
            }
        }
    }
}
