import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The programs of Redis and OpenSSL, as they are installed.
enum Programs {
    /// What the programs get to see; the password for `redis-cli` is not on its command line then.
    static func environment(password: String? = nil) -> Environment {
        var variables: [Environment.Key: String] = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"]
        if let password { variables["REDISCLI_AUTH"] = password }
        return .custom(variables)
    }

    /// The server. Debian's redis-tools brings it without its name: `redis-check-rdb` is the server when it is called so.
    static func server(linkedIn directory: String) throws -> String {
        if let server = find("redis-server") { return server }
        guard let checker = find("redis-check-rdb") else {
            throw TestRedisError(description: "no Redis is installed: sudo apt-get install redis-server")
        }
        let link = directory + "/redis-server"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: checker)
        return link
    }

    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// Runs it to its end; its output without the last line break.
    static func run(
        _ name: String, _ arguments: [String], password: String? = nil, in directory: String = "/"
    ) async throws -> String {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(arguments), environment: environment(password: password),
            workingDirectory: FilePath(directory), input: .none, output: .string(limit: 16_777_216),
            error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw TestRedisError(
                description: "\(name): \(result.terminationStatus): \(result.standardError)\(result.standardOutput)")
        }
        let output = result.standardOutput
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }
}
