import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A client command, run to its end in an environment that has nothing but what is said.
struct ClientRun: Sendable {
    var status: CInt
    var output: String
    var error: String

    /// The lines of the output.
    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }

    static func of(
        _ arguments: [String], _ environment: [String: String] = [:], input: String = ""
    ) async throws -> ClientRun {
        let result = try await Subprocess.run(
            .path(RunningNotify.program), arguments: Arguments(arguments), environment: custom(environment),
            input: .string(input), output: .string(limit: 8 << 20), error: .string(limit: 1 << 20))
        return ClientRun(
            status: result.terminationStatus.code, output: result.standardOutput, error: result.standardError)
    }

    /// With standard output that nobody reads.
    static func unread(_ arguments: [String], _ environment: [String: String]) async throws -> ClientRun {
        let (reader, writer) = try FileDescriptor.pipe()
        try reader.close()
        let result = try await Subprocess.run(
            .path(RunningNotify.program), arguments: Arguments(arguments), environment: custom(environment),
            output: .fileDescriptor(writer, closeAfterSpawningProcess: true), error: .string(limit: 1 << 20))
        return ClientRun(status: result.terminationStatus.code, output: "", error: result.standardError)
    }

    static func custom(_ more: [String: String]) -> Environment {
        var variables = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "UTC0", "TERM": "xterm-256color"]
        variables["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        variables.merge(more) { $1 }
        return .custom(
            Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
    }
}

extension TerminationStatus {
    /// The exit status, or the signal negated.
    fileprivate var code: CInt {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    }
}

/// A directory of a test's own, removed afterwards.
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let directory = "/tmp/notify-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
}

/// A file's rights, without its kind.
func mode(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
}
