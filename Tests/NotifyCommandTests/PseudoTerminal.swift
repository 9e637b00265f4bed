import Dispatch
import Glibc
import Subprocess
import SystemPackage

extension ClientRun {
    struct NoTerminal: Error {}

    /// Not in a container without `devpts`.
    static var hasTerminals: Bool { access("/dev/pts/ptmx", F_OK) == 0 }

    /// At a terminal of so many columns. Whenever what `answers` names first appears, its reply is typed.
    static func atTerminal(
        _ arguments: [String], _ environment: [String: String], columns: Int,
        answers: [(prompt: String, reply: String)] = []
    ) async throws -> ClientRun {
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (locked, number): (CInt, CInt) = (0, 0)
        // pts(4) and ioctl_tty(2); the headers' macros (TIOCSPTLCK, TIOCGPTN) do not come through.
        guard master >= 0, ioctl(master, 0x4004_5431, &locked) == 0, ioctl(master, 0x8004_5430, &number) == 0
        else { throw NoTerminal() }
        var size = winsize(ws_row: 40, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw NoTerminal() }
        let terminal = FileDescriptor(rawValue: slave)
        async let shown = Transcript.read(master, answers: answers)
        let result = try await Subprocess.run(
            .path(RunningNotify.program), arguments: Arguments(arguments), environment: custom(environment),
            input: .fileDescriptor(terminal, closeAfterSpawningProcess: false),
            output: .fileDescriptor(terminal, closeAfterSpawningProcess: false),
            error: .fileDescriptor(terminal, closeAfterSpawningProcess: false))
        // With the last one that has it open the reader comes to its end.
        try terminal.close()
        let text = await shown
        let status: CInt = if case .exited(let code) = result.terminationStatus { code } else { -1 }
        return ClientRun(status: status, output: text, error: "")
    }
}

private enum Transcript {
    /// All that appears, with plain ends of lines.
    static func read(_ master: CInt, answers: [(prompt: String, reply: String)]) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "terminal").async {
                var (text, answers) = ("", answers[...])
                var buffer = [UInt8](repeating: 0, count: 4096)
                var bytes: [UInt8] = []
                while true {
                    let count = Glibc.read(master, &buffer, buffer.count)
                    guard count > 0 else { break }
                    bytes += buffer[..<count]
                    text = String(decoding: bytes, as: UTF8.self)
                    if let next = answers.first, text.contains(next.prompt) {
                        _ = Glibc.write(master, next.reply, next.reply.utf8.count)
                        answers = answers.dropFirst()
                    }
                }
                close(master)
                continuation.resume(
                    returning: text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n"))
            }
        }
    }
}
