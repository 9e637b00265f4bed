extension Timestamp {
    /// RFC 3339 in UTC, `2025-12-28T10:30:00Z`; with six digits of microseconds when they are not zero.
    package var text: String {
        let (seconds, microseconds) = self.microseconds.dividedDown(by: 1_000_000)
        let (days, second) = seconds.dividedDown(by: 86_400)
        let day = CivilDate(daysSince1970: days)
        var text = [UInt8](repeating: UInt8(ascii: "-"), count: 19)
        text.write(day.year, digits: 4, at: 0)
        text.write(day.month, digits: 2, at: 5)
        text.write(day.day, digits: 2, at: 8)
        text[10] = UInt8(ascii: "T")
        text.write(Int(second) / 3600, digits: 2, at: 11)
        text[13] = UInt8(ascii: ":")
        text.write(Int(second) / 60 % 60, digits: 2, at: 14)
        text[16] = UInt8(ascii: ":")
        text.write(Int(second) % 60, digits: 2, at: 17)
        if microseconds != 0 {
            text.append(contentsOf: [UInt8](repeating: UInt8(ascii: "."), count: 7))
            text.write(Int(microseconds), digits: 6, at: 20)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension Int64 {
    /// Rounds down, never towards zero, so that moments before 1970 come out right.
    fileprivate func dividedDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    fileprivate mutating func write(_ value: Int, digits: Int, at start: Int) {
        var value = value
        for index in (start..<start + digits).reversed() {
            self[index] = UInt8(ascii: "0") + UInt8(value % 10)
            value /= 10
        }
    }
}
