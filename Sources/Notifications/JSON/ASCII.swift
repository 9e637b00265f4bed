extension UInt8 {
    package var isASCIIDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }

    /// 0 to 15 when this is a hexadecimal digit, in either case.
    package var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Int64 {
    /// A number written in ASCII digits alone, with no sign but a minus. `Int64.init` takes `+1` as well.
    package init?(digits text: some StringProtocol) {
        let magnitude = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard !magnitude.isEmpty, magnitude.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        self.init(text)
    }
}
