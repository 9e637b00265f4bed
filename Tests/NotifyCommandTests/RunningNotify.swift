import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import Subprocess
import SystemPackage
import Testing

/// The built program, run as a person runs it.
struct RunningNotify: Sendable {
    /// What `serve --seed` prints.
    let address: String
    let token: String
    let process: pid_t
    /// All that it has said before the token.
    var greeting = ""

    /// Beside the program that runs the tests.
    static var program: FilePath {
        get throws {
            var buffer = [CChar](repeating: 0, count: 4096)
            let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
            let path = FilePath(
                String(decoding: buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self))
            return path.removingLastComponent().appending("notify")
        }
    }

    /// Runs `notify` to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: TerminationStatus, output: String, error: String) {
        let result = try await Subprocess.run(
            .path(program), arguments: Arguments(arguments), environment: inherited(environment),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (result.terminationStatus, result.standardOutput, result.standardError)
    }

    /// Starts `notify serve --seed`, or `--demo`, on a free port unless one is given, and calls `body` when it answers;
    /// afterwards waits for its end, which `body` has to bring about.
    static func serving(
        in directory: String, how: String = "--seed", port: Int = 0, environment: [String: String] = [:],
        _ body: @escaping @Sendable (RunningNotify) async throws -> Void
    ) async throws -> TerminationStatus {
        try await Subprocess.run(
            .path(program), arguments: ["serve", how, "--port", "\(port)", "--data-dir", directory],
            environment: inherited(environment), input: .none, output: .sequence, error: .discarded
        ) { execution in
            var address: String?
            var greeting = ""
            for try await line in execution.standardOutput.strings() {
                if let url = line.firstRange(of: "http://"), address == nil {
                    address = String(line[url.lowerBound...].prefix { !$0.isWhitespace })
                }
                guard line.hasPrefix("TOKEN="), let address else {
                    greeting += line
                    continue
                }
                let token = line.dropFirst("TOKEN=".count).prefix { !$0.isWhitespace }
                try await body(
                    RunningNotify(
                        address: address, token: String(token), process: execution.processIdentifier.value,
                        greeting: greeting))
            }
        }.terminationStatus
    }

    private static func inherited(_ more: [String: String]) -> Environment {
        var environment = Environment.inherit
        let unset = [
            "DATABASE_URL", "JWT_SECRET", "JWT_JWKS", "HOST", "PORT", "NOTIFY_DATA_DIR", "TOKEN_URL", "SIGN_IN_URL",
        ]
        .map { ($0, "") }
        let settings = Dictionary(unset, uniquingKeysWith: { $1 }).merging(more) { $1 }
        environment = environment.updating(
            Dictionary(uniqueKeysWithValues: settings.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
        return environment
    }

    /// How much memory the program holds right now, in bytes.
    var residentBytes: Int {
        get throws {
            let fields = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8).split(separator: " ")
            return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(getpagesize())
        }
    }

    func send(_ method: String, _ path: String) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: address + path)
        request.method = .RAW(value: method)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), String(buffer: body))
    }
}
