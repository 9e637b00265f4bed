import Glibc
import Notifications

/// A moment by this machine's clock: `14:03:22` today, else with its date.
struct ClockTime: Hashable {
    let text: String

    init(_ moment: Timestamp, now: Timestamp) {
        let (day, today) = (Self.text(moment, "%Y-%m-%d"), Self.text(now, "%Y-%m-%d"))
        text = day == today ? Self.text(moment, "%H:%M:%S") : Self.text(moment, "%Y-%m-%d %H:%M")
    }

    private static func text(_ moment: Timestamp, _ format: String) -> String {
        var seconds = time_t(moment.microseconds / 1_000_000)
        var local = tm()
        var text = [CChar](repeating: 0, count: 32)
        guard localtime_r(&seconds, &local) != nil else { return "" }
        let length = strftime(&text, text.count, format, &local)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
