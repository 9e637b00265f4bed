import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The programs that do the work, run to their end or until this task is cancelled.
enum Programs {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What the program wrote to standard output.
    /// - Parameter environment: over our own.
    @discardableResult
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        let command = owned(program, arguments)
        let result = try await Subprocess.run(
            command.executable, arguments: command.arguments,
            environment: inherited(environment), platformOptions: endable, output: .string(limit: 1 << 24),
            error: .string(limit: 1 << 24))
        try Task.checkCancellation()
        guard result.terminationStatus.isSuccess else {
            let said = result.standardError.split(separator: "\n").suffix(5).joined(separator: "\n")
            throw Failure(description: "\(program) failed (\(result.terminationStatus)): \(said)")
        }
        return result.standardOutput
    }

    /// The command that runs the program, and ends it when we die, however we die.
    static func owned(_ program: String, _ arguments: [String]) -> (executable: Executable, arguments: Arguments) {
        let setpriv = "/usr/bin/setpriv"
        guard access(setpriv, X_OK) == 0 else {
            return (program.contains("/") ? .path(FilePath(program)) : .name(program), Arguments(arguments))
        }
        return (.path(FilePath(setpriv)), Arguments(["--pdeathsig", "TERM", "--", program] + arguments))
    }

    /// Our environment without what would tell PostgreSQL's programs or `notify` something else than we do.
    static func inherited(_ more: [String: String]) -> Environment {
        let kept = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("PG") && !name.hasPrefix("JWT_") && !name.hasPrefix("DATABASE_")
                && !name.hasPrefix("REDIS_")
                && !["HOST", "PORT", "CORS_ORIGINS", "NOTIFICATION_TYPES", "DEFAULT_ACCOUNT_ID"].contains(name)
        }
        let all = kept.merging(more) { $1 }
        return .custom(Dictionary(uniqueKeysWithValues: all.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
    }

    static var endable: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))]
        // Ctrl-C at the terminal reaches us alone, so that all ends in order.
        options.createSession = true
        return options
    }

    /// The program of this name beside ours.
    static func neighbour(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(decoding: buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(FilePath(path).removingLastComponent().appending(name))"
    }

    /// The newest that is installed; Debian keeps them out of PATH, where a slow wrapper stands for them.
    static var pgbench: String {
        let place = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).compactMap { Int($0) }
        let programs: [String] = versions.sorted(by: >).map { "\(place)/\($0)/bin/pgbench" }
        let found = programs.first { access($0, X_OK) == 0 }
        return found ?? "pgbench"
    }
}
