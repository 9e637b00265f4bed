/// The pieces of JSON text that is known to be valid, each as it stands: numbers keep all their digits, members their
/// order.
struct JSONSlices {
    private let bytes: [UInt8]
    private var index = 0

    /// The elements of the array that is the member `name` of the object that the text is; none when there is no such.
    static func elements(of name: String, in bytes: [UInt8]) -> [String] {
        var slices = JSONSlices(bytes: bytes)
        return slices.member(name) ? slices.elements() : []
    }

    /// The member `name` of the object that the text is.
    static func value(of name: String, in bytes: [UInt8]) -> String? {
        var slices = JSONSlices(bytes: bytes)
        guard slices.member(name), slices.current != nil else { return nil }
        let start = slices.index
        slices.skipValue()
        return String(decoding: bytes[start..<slices.index], as: UTF8.self)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var current: UInt8? {
        mutating get {
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            return index < bytes.count ? bytes[index] : nil
        }
    }

    /// Stands at the member's value afterwards.
    private mutating func member(_ name: String) -> Bool {
        guard current == UInt8(ascii: "{") else { return false }
        index += 1
        while let byte = current, byte == UInt8(ascii: "\"") {
            let start = index
            skipString()
            let isWanted = bytes[start..<index].elementsEqual("\"\(name)\"".utf8)
            guard current == UInt8(ascii: ":") else { return false }
            index += 1
            if isWanted { return true }
            skipValue()
            if current == UInt8(ascii: ",") { index += 1 }
        }
        return false
    }

    private mutating func elements() -> [String] {
        guard current == UInt8(ascii: "[") else { return [] }
        index += 1
        var elements: [String] = []
        while let byte = current, byte != UInt8(ascii: "]") {
            let start = index
            skipValue()
            guard index > start else { break }
            elements.append(String(decoding: bytes[start..<index], as: UTF8.self))
            if current == UInt8(ascii: ",") { index += 1 }
        }
        return elements
    }

    private mutating func skipValue() {
        var depth = 0
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return }
                depth -= 1
                index += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return }
                index += 1
                continue
            default:
                while index < bytes.count, !Self.delimiters.contains(bytes[index]) { index += 1 }
            }
            if depth == 0 { return }
        }
    }

    private mutating func skipString() {
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index = min(index + 1, bytes.count)
    }

    private static let delimiters = Set(",:]}[{\" \t\r\n".utf8)
}
