import Glibc
import Subprocess

/// The server that is measured, run as an operator runs it.
struct ServerProcess: Sendable {
    let port: Int
    let process: pid_t
    /// From before its start to its first "ready".
    let start: Duration

    /// Starts it, calls `body` once it is ready, and ends it when `body` has ended.
    /// - Parameter descriptors: how many files it may have open; nil: as many as we.
    static func running<Value: Sendable>(
        _ program: String, database: String, secret: String, directory: String, descriptors: Int? = nil,
        _ body: @Sendable (ServerProcess) async throws -> Value
    ) async throws -> Value {
        let port = freePort()
        let environment = Programs.inherited([
            "DATABASE_URL": database, "JWT_SECRET": secret, "HOST": "127.0.0.1", "PORT": "\(port)",
            "LOG_LEVEL": "warning", "NOTIFY_DATA_DIR": directory,
        ])
        let command =
            descriptors.map {
                Programs.owned("/bin/sh", ["-c", #"ulimit -n "$1" && exec "$0" serve"#, program, "\($0)"])
            } ?? Programs.owned(program, ["serve"])
        let begin = ContinuousClock.now
        return try await Subprocess.run(
            command.executable, arguments: command.arguments, environment: environment,
            platformOptions: Programs.endable, input: .none, output: .discarded, error: .currentStandardError
        ) { execution in
            let result: Result<Value, any Error>
            do {
                let process = execution.processIdentifier.value
                try await waitUntilReady(port, process)
                let start = begin.duration(to: .now)
                result = .success(try await body(ServerProcess(port: port, process: process, start: start)))
            } catch {
                result = .failure(error)
            }
            await execution.teardown(using: [.send(signal: .terminate, allowedDurationToNextStep: .seconds(15))])
            return result
        }.closureResult.get()
    }

    private static func waitUntilReady(_ port: Int, _ process: pid_t) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while send(HTTPRequest(path: "/readyz"), port: port)?.status != 200 {
            guard kill(process, 0) == 0, ContinuousClock.now < deadline else {
                throw Programs.Failure(description: "The server did not become ready.")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// The answer, which must be of the expected kind.
    func ask(_ request: HTTPRequest, expecting statuses: Set<Int> = [200, 201]) throws -> HTTPAnswer {
        guard let answer = send(request, port: port) else {
            throw Programs.Failure(description: "The server does not answer.")
        }
        guard statuses.contains(answer.status) else {
            throw Programs.Failure(
                description: "\(request.method) \(request.path): \(answer.status) \(answer.body.prefix(500))")
        }
        return answer
    }

    var memory: (resident: Double, peak: Double) { ProcessTable.memory(of: process) }
}
