extension Timestamp {
    /// RFC 3339 in UTC, `2025-12-28T10:30:00Z`; with six digits of microseconds when they are not zero.
    package var text: String { withText { String(decoding: $0, as: UTF8.self) } }

    /// The same as UTF-8, within `body`.
    package func withText<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        let (seconds, microseconds) = self.microseconds.dividedDown(by: 1_000_000)
        let (days, second) = seconds.dividedDown(by: 86_400)
        let day = CivilDate(daysSince1970: days)
        let length = microseconds == 0 ? 20 : 27
        return try withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) { text in
            text.write(day.year, digits: 4, at: 0, then: "-")
            text.write(day.month, digits: 2, at: 5, then: "-")
            text.write(day.day, digits: 2, at: 8, then: "T")
            text.write(Int(second) / 3600, digits: 2, at: 11, then: ":")
            text.write(Int(second) / 60 % 60, digits: 2, at: 14, then: ":")
            text.write(Int(second) % 60, digits: 2, at: 17, then: microseconds == 0 ? "Z" : ".")
            if microseconds != 0 { text.write(Int(microseconds), digits: 6, at: 20, then: "Z") }
            return try body(UnsafeRawBufferPointer(text))
        }
    }
}

extension Int64 {
    /// Rounds down, never towards zero, so that moments before 1970 come out right.
    fileprivate func dividedDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension UnsafeMutableRawBufferPointer {
    fileprivate func write(_ value: Int, digits: Int, at start: Int, then separator: Unicode.Scalar) {
        var value = value
        for index in (start..<start + digits).reversed() {
            self[index] = UInt8(ascii: "0") + UInt8(value % 10)
            value /= 10
        }
        self[start + digits] = UInt8(ascii: separator)
    }
}
