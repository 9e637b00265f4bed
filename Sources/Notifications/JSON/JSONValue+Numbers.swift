extension JSONValue {
    /// The value as a whole number of 64 bits, if it is one; `80.0` is.
    package var wholeNumber: Int64? {
        switch self {
        case .int(let int): int
        case .double(let double): Int64(exactly: double)
        default: nil
        }
    }

    /// A whole number above zero, or the digits of one.
    package var positiveNumber: Int64? {
        let number = if case .string(let text) = self { Int64(digits: text) } else { wholeNumber }
        return number.flatMap { $0 > 0 ? $0 : nil }
    }
}
