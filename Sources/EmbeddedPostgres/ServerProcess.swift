import Subprocess
import Synchronization
import SystemPackage

/// A process in the foreground of a task of its own, so that cancelling whoever started it does not stop it too early.
struct ServerProcess: Sendable {
    private final class Outcome: Sendable {
        let text = Mutex<String?>(nil)
    }

    /// The outcome of a shutdown that was asked for.
    static let proper = "\(TerminationStatus.exited(0))"

    private let task: Task<String, Never>
    private let state = Outcome()

    /// `completion` runs when the process is gone. `output` is closed here.
    init(
        _ command: (executable: String, arguments: [String]), output: FileDescriptor,
        completion: @escaping @Sendable () -> Void
    ) {
        var options = PlatformOptions()
        // Ctrl-C at the terminal reaches us alone; we stop the server when we no longer need it.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .interrupt, allowedDurationToNextStep: .seconds(15)),
            .send(signal: .quit, allowedDurationToNextStep: .seconds(5)),
        ]
        // The environment may hold secrets, which are none of the other account's business, and PG… variables.
        let configuration = Configuration(
            executable: .path(FilePath(command.executable)), arguments: Arguments(command.arguments),
            environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C"]), workingDirectory: "/",
            platformOptions: options)
        task = Task { [state] in
            var how: String
            do {
                let result = try await Subprocess.run(
                    configuration, input: .none,
                    output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .combinedWithOutput)
                how = "\(result.terminationStatus)"
            } catch {
                how = "\(error)"
            }
            completion()
            state.text.withLock { $0 = how }
            return how
        }
    }

    /// How it ended: `exited(1)`, `signaled(9)`; nil while it runs.
    var outcome: String? { state.text.withLock { $0 } }

    func ended() async -> String { await task.value }

    /// SIGINT, after 15 s SIGQUIT, after another 5 s SIGKILL.
    func stop() async {
        task.cancel()
        _ = await task.value
    }
}
