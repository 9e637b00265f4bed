package import FoundationEssentials

/// A moment in whole microseconds since 1970, as PostgreSQL keeps it and as the wire writes it.
package struct Timestamp: Hashable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// As PostgreSQL counts, from the year 2000.
    package init(postgres microseconds: Int64) {
        let (sum, isBeyond) = microseconds.addingReportingOverflow(946_684_800_000_000)
        self.microseconds = isBeyond ? .max : sum
    }

    /// Rounded to the nearest microsecond: cutting off would lose one now and then, since a `Date` is a binary fraction.
    package init(_ date: Date) {
        let exact = (date.timeIntervalSince1970 * 1_000_000).rounded()
        microseconds = exact.isFinite ? Int64(min(max(exact, -9e18), 9e18)) : 0
    }

    package var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    /// Reads ISO 8601: a date (midnight, UTC) or a date and a time, with or without seconds, fraction and offset. Without
    /// an offset it is UTC. A blank stands for the `+` of an offset, which is what becomes of one in a query string.
    package init?(iso8601 text: String) {
        var reader = Reader(rest: text.utf8[...])
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var seconds = date.daysSince1970 * 86_400
        var fraction: Int64 = 0
        if !reader.rest.isEmpty {
            guard reader.take("T") || reader.take("t") || reader.take(" "),
                let hour = reader.digits(2), hour < 24, reader.take(":"), let minute = reader.digits(2), minute < 60
            else { return nil }
            var second = 0
            if reader.take(":") {
                guard let value = reader.digits(2), value < 60 else { return nil }
                second = value
                if reader.take(".") {
                    guard let value = reader.fraction() else { return nil }
                    fraction = value
                }
            }
            guard let offset = reader.offset(), reader.rest.isEmpty else { return nil }
            seconds += Int64(hour * 3600 + minute * 60 + second - offset)
        }
        microseconds = seconds * 1_000_000 + fraction
    }

    private struct Reader {
        var rest: Substring.UTF8View

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            let digits = rest.prefix(count)
            guard digits.count == count, digits.allSatisfy(\.isASCIIDigit) else { return nil }
            rest = rest.dropFirst(count)
            return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }

        /// One to nine digits, in microseconds, rounded.
        mutating func fraction() -> Int64? {
            let digits = rest.prefix { $0.isASCIIDigit }
            guard (1...9).contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            var nanoseconds = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
            for _ in digits.count..<9 { nanoseconds *= 10 }
            return (nanoseconds + 500) / 1000
        }

        /// Seconds east of UTC: `Z`, `+hh`, `+hhmm`, `+hh:mm`, or nothing.
        mutating func offset() -> Int? {
            if rest.isEmpty || take("Z") || take("z") { return 0 }
            let west = take("-")
            guard west || take("+") || take(" "), let hour = digits(2), hour < 24 else { return nil }
            var minute = 0
            if !rest.isEmpty {
                _ = take(":")
                guard let value = digits(2), value < 60 else { return nil }
                minute = value
            }
            let seconds = hour * 3600 + minute * 60
            return west ? -seconds : seconds
        }
    }
}
