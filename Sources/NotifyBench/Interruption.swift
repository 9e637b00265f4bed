@preconcurrency import Dispatch
import Glibc

/// Calls `onInterrupt` at the first Ctrl-C (or SIGTERM), so that all can be ended in order; a second one ends at once.
final class Interruption: Sendable {
    private let sources: [any DispatchSourceSignal]

    init(_ onInterrupt: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                signal(number, SIG_DFL)
                progress("interrupted: ending what was started (once more: at once)")
                onInterrupt()
            }
            source.resume()
            return source
        }
    }

    func end() {
        for source in sources { source.cancel() }
    }
}

/// A line for whoever waits.
func progress(_ line: String) {
    let bytes = Array("bench: \(line)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
