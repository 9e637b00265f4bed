import FoundationEssentials
import Glibc
import Synchronization

/// Says that this process owns a cluster. The kernel lets go of it when the process dies, however it dies.
final class DirectoryLock: Sendable {
    static let fileName = "notify.lock"

    private let descriptor: Mutex<CInt?>

    /// Throws `.inUse`, naming the owner, when another process (or another part of this one) has it.
    init(_ directory: String) throws {
        let path = "\(directory)/\(DirectoryLock.fileName)"
        // Not through a link: as root we would write into whatever the account `postgres` has put there.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw EmbeddedPostgresError.directory(path, "cannot be opened", errno: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(file)
            guard reason == EWOULDBLOCK else {
                throw EmbeddedPostgresError.directory(path, "cannot be locked", errno: reason)
            }
            throw EmbeddedPostgresError(.inUse, DirectoryLock.sentence(directory, path))
        }
        let owner = "\(getpid())\n"
        _ = ftruncate(file, 0)
        _ = owner.withCString { write(file, $0, strlen($0)) }
        descriptor = Mutex(file)
    }

    deinit { release() }

    func release() {
        descriptor.withLock { file in
            guard let open = file.take() else { return }
            // close alone would leave it locked while a child that is just being started holds a copy.
            _ = flock(open, LOCK_UN)
            close(open)
        }
    }

    private static func sentence(_ directory: String, _ path: String) -> String {
        let content = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let owner = Int32(content.trimmingPrefix(while: \.isWhitespace).prefix { $0.isNumber })
        let who = owner.map { $0 == getpid() ? "this process already" : "the process \($0)" } ?? "another process"
        return "The PostgreSQL in \(directory) is run by \(who). "
            + "Stop that one first, or choose another directory (NOTIFY_DATA_DIR)."
    }
}
