import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

/// `notify watch` as long as it runs.
struct RunningWatch: Sendable {
    let process: pid_t
    private let path: String

    /// Watches while the body runs, or until it ends by itself; what it said and how it ended.
    static func watching(
        _ arguments: [String], _ environment: [String: String],
        _ body: @escaping @Sendable (RunningWatch) async throws -> Void
    ) async throws -> ClientRun {
        // Files can be read while they grow.
        let path = "/tmp/notify-\(UInt32.random(in: 0 ... .max)).watch"
        defer { for ending in ["", ".error"] { unlink(path + ending) } }
        let result = try await Subprocess.run(
            .path(RunningNotify.program), arguments: Arguments(["watch"] + arguments),
            environment: ClientRun.custom(environment), input: .none,
            output: .fileDescriptor(try file(path), closeAfterSpawningProcess: true),
            error: .fileDescriptor(try file(path + ".error"), closeAfterSpawningProcess: true)
        ) { execution in
            let process = execution.processIdentifier.value
            defer { kill(process, SIGTERM) }
            try await body(RunningWatch(process: process, path: path))
        }
        let status: CInt =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return ClientRun(status: status, output: text(path), error: text(path + ".error"))
    }

    /// The whole lines of its output so far, without the names of the fields.
    var lines: [String] {
        Self.text(path).split(separator: "\n", omittingEmptySubsequences: false).dropLast().dropFirst().map(String.init)
    }

    /// The ids of what was shown.
    var ids: [Int64] { lines.compactMap { Int64($0.prefix { $0 != "\t" }) } }

    /// Whether it listens.
    var hasBegun: Bool { Self.text(path).contains("\n") }

    var error: String { Self.text(path + ".error") }

    private static func file(_ path: String) throws -> FileDescriptor {
        try .open(path, .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
    }

    private static func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}

extension RunningWatch {
    /// Waits until it is so.
    static func wait(
        until what: String, within limit: Duration = .seconds(60), _ isSo: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !isSo() {
            try #require(ContinuousClock.now < deadline, "not yet: \(what)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
