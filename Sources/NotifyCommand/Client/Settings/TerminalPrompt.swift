import Glibc

/// Asks who sits at the terminal.
enum TerminalPrompt {
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// What is typed in a line, without the blanks around it; nil at the end of the input.
    static func line(_ question: String) -> String? {
        ask(question)
        return readLine().map { $0.trimmed }
    }

    /// The same, not shown. The terminal is put back however this ends: Ctrl-C is read as a character.
    /// - Throws: `ClientError` when it was Ctrl-C.
    static func secret(_ question: String) throws(ClientError) -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return line(question) }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            ask("\n")
        }
        // Only now, since what is typed before is thrown away.
        ask(question)
        var bytes: [UInt8] = []
        while let byte = nextByte() {
            switch byte {
            case 0x03: throw ClientError(.usage, "Interrupted; nothing was written.")
            case 0x04 where bytes.isEmpty: return nil
            case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self).trimmed
            case 0x08, 0x7F: _ = bytes.popLast()
            case 0x15: bytes = []
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private static func ask(_ question: String) {
        _ = question.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }

    private static func nextByte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 1 { return byte }
            if count == 0 || errno != EINTR { return nil }
        }
    }
}

extension StringProtocol {
    /// Without the blanks around it.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
