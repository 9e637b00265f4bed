import FoundationEssentials
import Glibc
import Synchronization

/// The temporary directories of this process: `notify-redis-<process>-XXXXXX`.
///
/// They are removed when the process exits; those of processes that were killed, when the next one makes its first.
enum ServerDirectory {
    private static let parent = "/tmp"
    private static let prefix = "notify-redis-"
    private static let live = Mutex<Set<String>>([])
    private static let preparation: Void = {
        removeAbandoned()
        atexit {
            for path in ServerDirectory.live.withLock({ $0 }) { ServerDirectory.remove(path) }
        }
    }()

    static func make() throws -> String {
        _ = preparation
        let stem = "\(parent)/\(prefix)\(getpid())-"
        var template = Array((stem + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TestRedisError(description: "no temporary directory: error \(errno)")
        }
        let path = stem + String(decoding: template.dropLast().suffix(6).map(UInt8.init(bitPattern:)), as: UTF8.self)
        live.withLock { _ = $0.insert(path) }
        return path
    }

    /// Ends the server in it, if there still is one: what it writes is removed anyway.
    static func remove(_ path: String) {
        if let process = process(in: path) { kill(process, SIGKILL) }
        live.withLock { _ = $0.remove(path) }
        for _ in 0..<10 where access(path, F_OK) == 0 { try? FileManager.default.removeItem(atPath: path) }
    }

    /// The server that runs in it, by the file that it writes at its start and removes at its end.
    static func process(in path: String) -> pid_t? {
        guard let text = try? String(contentsOfFile: path + "/redis.pid", encoding: .utf8),
            let process = pid_t(text.trimming { $0.isNewline }), isServer(process, in: path)
        else { return nil }
        return process
    }

    /// A number in a file that was left behind may by now be that of another process.
    private static func isServer(_ process: pid_t, in path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")) == path
    }

    private static func removeAbandoned() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let process = pid_t(name.dropFirst(prefix.count).prefix { $0.isNumber })
            guard let process, kill(process, 0) != 0, errno == ESRCH else { continue }
            remove("\(parent)/\(name)")
        }
    }
}

extension StringProtocol {
    fileprivate func trimming(_ isOff: (Character) -> Bool) -> String {
        String(drop(while: isOff).reversed().drop(while: isOff).reversed())
    }
}
