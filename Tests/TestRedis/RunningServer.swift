import FoundationEssentials
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// A server process in the foreground of a task of its own.
struct RunningServer: Sendable {
    private final class Outcome: Sendable {
        let text = Mutex<String?>(nil)
    }

    private let task: Task<String, Never>
    private let state = Outcome()

    /// Starts it; it ends with this process, whatever ends that.
    init(_ program: String, _ arguments: [String], directory: String) {
        var options = PlatformOptions()
        // Ctrl-C at the terminal is for the tests alone.
        options.createSession = true
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(5))]
        let configuration = Configuration(
            executable: .name("setpriv"), arguments: Arguments(["--pdeathsig", "KILL", "--", program] + arguments),
            environment: Programs.environment(), workingDirectory: FilePath(directory), platformOptions: options)
        task = Task { [state] in
            var how: String
            do {
                let result = try await Subprocess.run(
                    configuration, input: .none, output: .discarded, error: .discarded)
                how = "\(result.terminationStatus)"
            } catch {
                how = "\(error)"
            }
            state.text.withLock { [how] in $0 = how }
            return how
        }
    }

    /// How it ended; nil while it runs.
    var outcome: String? { state.text.withLock { $0 } }

    /// SIGTERM, after 5 s SIGKILL. Returns when it is gone.
    func stop() async {
        task.cancel()
        _ = await task.value
    }
}
