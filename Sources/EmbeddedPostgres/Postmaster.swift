import FoundationEssentials
import Glibc

/// The server process of a cluster, as `postmaster.pid` and the system tell of it.
package struct Postmaster: Sendable {
    /// The cluster's data directory, without links.
    let data: String

    package init(data: String) {
        self.data = data
    }

    private var file: String { data + "/postmaster.pid" }

    /// The process named in the file, if it lives and works on this cluster.
    package var processID: pid_t? {
        guard let number = recordedProcessID, kill(number, 0) == 0, Postmaster.isWorking(number, in: data) else {
            return nil
        }
        return number
    }

    /// Stops what an owner that died has left running, and waits for it to end: SIGINT, after 15 s SIGQUIT.
    ///
    /// A crashed cluster is left as it is: PostgreSQL recovers by itself.
    func stopLeftover() async throws {
        if let leftover = processID {
            for (signal, patience) in [(SIGINT, Duration.seconds(15)), (SIGQUIT, .seconds(10))] {
                kill(leftover, signal)
                if try await Postmaster.isTrue(within: patience, { processID == nil }) { break }
            }
            guard processID == nil else {
                throw EmbeddedPostgresError(
                    .inUse, "PostgreSQL (process \(leftover)) still runs in \(data) and does not stop.")
            }
        }
        try await waitForWorkers()
        // Its number may belong to somebody else by now, after a reboot for one, and PostgreSQL would not start.
        if let number = recordedProcessID, kill(number, 0) == 0 { unlink(file) }
    }

    /// The backends of a server that was killed follow it within moments; until then a new one does not start.
    package func waitForWorkers() async throws {
        guard try await Postmaster.isTrue(within: .seconds(15), { Postmaster.workers(in: data).isEmpty }) else {
            let workers = Postmaster.workers(in: data).map { "\($0)" }.joined(separator: ", ")
            throw EmbeddedPostgresError(.inUse, "PostgreSQL processes (\(workers)) still work in \(data).")
        }
    }

    private var recordedProcessID: pid_t? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        return pid_t(text.prefix { $0.isNumber })
    }

    /// The processes that work on this cluster: all of PostgreSQL's stand in its data directory.
    package static func workers(in data: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { isWorking($0, in: data) }
    }

    private static func isWorking(_ process: pid_t, in data: String) -> Bool {
        canonicalPath("/proc/\(process)/cwd") == data
    }

    private static func isTrue(within patience: Duration, _ condition: () -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while !condition() {
            if ContinuousClock.now > deadline { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }
}
