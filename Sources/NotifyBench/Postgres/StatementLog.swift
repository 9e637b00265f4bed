import Glibc
import SystemPackage

/// What the server sends for a request, as PostgreSQL's own log tells it.
struct StatementLog: Sendable {
    static let prefix = "@bench "

    /// Set for the role while a server is listened to. The parse trees tell the types of the parameters.
    static let settings = ["log_statement": "all", "debug_print_parse": "on", "debug_pretty_print": "off"]

    let path: String

    /// How long the log is now.
    var end: Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// What was logged since it had this length.
    func entries(since start: Int) -> [Entry] {
        let text = (try? read(from: start)) ?? ""
        var entries: [Entry] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let entry = Entry(line) {
                entries.append(entry)
            } else if line.hasPrefix("\t"), !entries.isEmpty {
                entries[entries.count - 1].text += "\n" + line.dropFirst()
            }
        }
        return entries
    }

    /// Not all of it: with the parse trees it grows large.
    private func read(from start: Int) throws -> String {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: max(end - start, 0))
        let count = try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: Int64(start), into: $0) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// `@bench 4711 3/17 LOG:  execute s1: select $1`
    struct Entry {
        /// The process and its transaction: what was sent before one sync has both in common.
        let unit: String
        let level: Substring
        var text: String

        fileprivate init?(_ line: Substring) {
            guard line.hasPrefix(StatementLog.prefix) else { return nil }
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            guard words.count == 4, let colon = words[3].firstIndex(of: ":") else { return nil }
            unit = "\(words[1]) \(words[2])"
            level = words[3][..<colon]
            text = String(words[3][words[3].index(after: colon)...].drop { $0 == " " })
        }
    }
}
