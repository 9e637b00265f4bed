import FoundationEssentials
import Glibc

/// What the system tells of running processes (proc(5)).
enum ProcessTable {
    /// The seconds of CPU that a process has used.
    static func cpu(of process: pid_t) -> Double {
        fields(of: process).map { ($0.number(11) + $0.number(12)) / ticks } ?? 0
    }

    /// The seconds of CPU that a process and its children have used, those that have ended among them.
    static func cpu(ofFamily parent: pid_t) -> Double {
        var sum = cpu(of: parent) + (fields(of: parent).map { ($0.number(13) + $0.number(14)) / ticks } ?? 0)
        for process in all {
            if let fields = fields(of: process), Int(fields.number(1)) == Int(parent) {
                sum += (fields.number(11) + fields.number(12)) / ticks
            }
        }
        return sum
    }

    /// MiB in memory now, and at most since the start or `forgetPeak`.
    static func memory(of process: pid_t) -> (resident: Double, peak: Double) {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        func mebibytes(_ name: String) -> Double {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return Double(line?.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") ?? 0
        }
        return (mebibytes("VmRSS") / 1024, mebibytes("VmHWM") / 1024)
    }

    static func forgetPeak(of process: pid_t) {
        try? "5".write(toFile: "/proc/\(process)/clear_refs", atomically: false, encoding: .utf8)
    }

    private static var all: [pid_t] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    }

    private static let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// What stands behind the program's name: state, parent, …
    private static func fields(of process: pid_t) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: end)...].split(separator: " ")
    }
}

extension [Substring] {
    fileprivate func number(_ index: Int) -> Double {
        index < count ? Double(self[index]) ?? 0 : 0
    }
}
