import EmbeddedPostgres
import FoundationEssentials
import Glibc
import Synchronization

/// The temporary directories of this test process: `notify-test-<process>-XXXXXX`.
///
/// They are removed when the process exits; those of processes that were killed, when the next one makes its first.
package enum TestDirectory {
    private static let prefix = "notify-test-"
    private static let live = Mutex<Set<String>>([])
    private static let preparation: Void = {
        removeAbandoned()
        atexit { TestDirectory.removeAll() }
    }()

    package static func make() throws -> String {
        _ = preparation
        let path = try makeUniqueDirectory(prefix: "\(parent)/\(prefix)\(getpid())-")
        // PostgreSQL's account passes through when we are root; the cluster's own directory is private.
        chmod(path, 0o711)
        live.withLock { _ = $0.insert(path) }
        return path
    }

    package static func remove(_ path: String) {
        live.withLock { _ = $0.remove(path) }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Short, since a socket's path may have no more than 107 bytes.
    private static var parent: String { "/tmp" }

    private static func removeAll() {
        for path in live.withLock({ $0 }) {
            end(path)
            remove(path)
        }
    }

    private static func removeAbandoned() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let process = pid_t(name.dropFirst(prefix.count).prefix { $0.isNumber })
            guard let process, kill(process, 0) != 0, errno == ESRCH else { continue }
            end("\(parent)/\(name)")
            try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
        }
    }

    /// Ends the cluster in it at once, without writing anything: it is about to be removed.
    private static func end(_ path: String) {
        let data = path + "/cluster/data"
        Postmaster(data: data).processID.map { _ = kill($0, SIGQUIT) }
        for _ in 0..<300 where !Postmaster.workers(in: data).isEmpty {
            usleep(10_000)
        }
    }
}
