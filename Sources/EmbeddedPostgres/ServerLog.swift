import FoundationEssentials
import Glibc
import SystemPackage

/// postgres.log, from the moment this run began.
struct ServerLog: Sendable {
    /// Beyond this many bytes the log begins anew at the next start.
    static let limit = 4 << 20

    let path: String
    private let start: Int

    init(_ path: String) {
        self.path = path
        let size = fileStatus(path).map { Int($0.st_size) } ?? 0
        start = size > ServerLog.limit ? 0 : size
    }

    /// Open for the server to write to; whoever starts the server closes it.
    func open() throws -> FileDescriptor {
        let fresh = start == 0 ? O_TRUNC : 0
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | fresh, 0o600)
        guard file >= 0 else { throw EmbeddedPostgresError.directory(path, "cannot be opened", errno: errno) }
        return FileDescriptor(rawValue: file)
    }

    /// The last lines that this run wrote, for an error message.
    func tail(lines: Int = 10) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count > start else { return "" }
        let written = String(decoding: data.dropFirst(start), as: UTF8.self)
        return written.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
