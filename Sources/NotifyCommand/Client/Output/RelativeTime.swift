import Glibc
import Notifications

/// A moment as people say it: "just now", "5 min ago", "2 h ago", "3 d ago", and after a week its date here.
struct RelativeTime: Hashable {
    /// The seconds from a moment to now that are still "just now", in either direction: clocks differ.
    private static let now: ClosedRange<Int64> = -300...59

    private let text: String

    init(_ moment: Timestamp, now: Timestamp) {
        let (difference, isBeyond) = now.microseconds.subtractingReportingOverflow(moment.microseconds)
        let seconds = difference / 1_000_000
        text =
            switch seconds {
            case _ where isBeyond: Self.date(moment)
            case Self.now: "just now"
            case 60..<3600: "\(seconds / 60) min ago"
            case 3600..<86_400: "\(seconds / 3600) h ago"
            case 86_400..<604_800: "\(seconds / 86_400) d ago"
            default: Self.date(moment)
            }
    }

    var long: String { text }

    /// Without "ago" and "just", where there is little room.
    var short: String {
        if text == "just now" { return "now" }
        return text.hasSuffix(" ago") ? String(text.dropLast(4)) : text
    }

    /// Year, month and day in this machine's time zone.
    private static func date(_ moment: Timestamp) -> String {
        var seconds = time_t(moment.microseconds / 1_000_000)
        var local = tm()
        var text = [CChar](repeating: 0, count: 32)
        guard localtime_r(&seconds, &local) != nil else { return "" }
        let length = strftime(&text, text.count, "%Y-%m-%d", &local)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Timestamp {
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
