import FoundationEssentials
import Testing

@testable import Notifications

@Suite struct TimestampTests {
    func written(_ microseconds: Int64) -> String {
        Timestamp(microseconds: microseconds).text
    }

    @Test(arguments: [
        ("2025-12-28T10:30:00Z", 1_766_917_800_000_000), ("2025-12-28", 1_766_880_000_000_000),
        ("2025-12-28T10:30", 1_766_917_800_000_000), ("2025-12-28T10:30:00", 1_766_917_800_000_000),
        ("2025-12-28 10:30:00", 1_766_917_800_000_000), ("2025-12-28t10:30:00z", 1_766_917_800_000_000),
        ("2025-12-28T10:30:00.5Z", 1_766_917_800_500_000), ("2025-12-28T10:30:00.123456Z", 1_766_917_800_123_456),
        ("2025-12-28T10:30:00.1234567Z", 1_766_917_800_123_457),
        ("2025-12-28T10:30:00.9999999Z", 1_766_917_801_000_000),
        ("2025-12-28T12:30:00+02:00", 1_766_917_800_000_000), ("2025-12-28T12:30:00 02:00", 1_766_917_800_000_000),
        ("2025-12-28T05:00:00-0530", 1_766_917_800_000_000), ("2025-12-28T12:30:00+02", 1_766_917_800_000_000),
        ("1970-01-01", 0), ("1969-12-31T23:59:59.999999Z", -1), ("2000-02-29", 951_782_400_000_000),
        ("0001-01-01", -62_135_596_800_000_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
    ])
    func `ISO 8601 is read`(text: String, expected: Int64) {
        #expect(Timestamp(iso8601: text)?.microseconds == expected)
    }

    @Test(arguments: [
        "", "2025", "2025-12", "2025-13-01", "2025-00-01", "2025-02-29", "1900-02-29", "2025-04-31", "2025-12-00",
        "0000-01-01", "10000-01-01", "-2025-01-01", "25-12-28", "2025-1-1", "20251228", "2025-12-28T", "2025-12-28T10",
        "2025-12-28T24:00:00", "2025-12-28T10:60", "2025-12-28T10:30:60", "2025-12-28T10:30:00.",
        "2025-12-28T10:30:00,5",
        "2025-12-28T10:30:00.1234567890", "2025-12-28T10:30:00+24:00", "2025-12-28T10:30:00+02:60",
        "2025-12-28T10:30:00+2", "2025-12-28T10:30:00ZZ", "2025-12-28Z", "2025-12-28X10:30", " 2025-12-28",
        "2025-12-28 ",
        "２０２５-12-28", "yesterday", "1766917800", "2025-12-28T10:30:00+02:00Z", "2025/12/28",
    ])
    func `nothing else is`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(arguments: [
        (1_766_917_800_000_000, "2025-12-28T10:30:00Z"), (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999Z"), (1, "1970-01-01T00:00:00.000001Z"),
        (1_795_000_003_123_000, "2026-11-18T11:06:43.123000Z"), (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00Z"),
    ])
    func `RFC 3339 is written`(microseconds: Int64, expected: String) {
        #expect(written(microseconds) == expected)
    }

    @Test func `a Date is rounded, not cut off`() {
        #expect(Timestamp(Date(timeIntervalSince1970: 1_795_000_003.123)).microseconds == 1_795_000_003_123_000)
        #expect(Timestamp(Date(timeIntervalSince1970: -0.000_001)).microseconds == -1)
    }

    @Test func `no moment is too far away to be written`() {
        for moment in [Int64.min, .max, .min + 1, -9_000_000_000_000_000_000] {
            #expect(written(moment).utf8.count >= 20)
        }
        for seconds in [Double.nan, .infinity, -.infinity, 1e300] {
            _ = Timestamp(Date(timeIntervalSinceReferenceDate: seconds))
        }
    }

    @Test func `every day of many centuries is itself`() {
        var day: Int64 = -719_162
        #expect(CivilDate(daysSince1970: day) == CivilDate(year: 1, month: 1, day: 1))
        #expect(CivilDate(daysSince1970: 2_932_896) == CivilDate(year: 9999, month: 12, day: 31))
        while day < 2_932_896 {
            let (date, next) = (CivilDate(daysSince1970: day), CivilDate(daysSince1970: day + 1))
            #expect(date.daysSince1970 == day)
            #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
            #expect(next.day == 1 ? next.month == date.month % 12 + 1 : next.day == date.day + 1)
            day += 97
        }
    }
}
