import Dispatch
import Glibc

/// Writes to standard output and standard error, at once and whole.
enum StandardOutput {
    /// The reader has gone: `notify list | head`. Nothing is wrong, and nobody wants the rest.
    struct Closed: Error {}

    /// - Throws: `Closed`, or a `ClientError` when it cannot be written (a full disk).
    static func write(_ text: String) throws {
        let error = write(text, to: STDOUT_FILENO)
        if error == EPIPE { throw Closed() }
        if error != 0 {
            throw ClientError(.cannotWrite, "The output cannot be written: \(String(cString: strerror(error))).")
        }
    }

    /// A line that says what was done. Whether somebody reads it changes nothing.
    static func say(_ sentence: String) throws {
        do {
            try write(sentence + "\n")
        } catch is Closed {}
    }

    /// Calls `body` once when the other end of a pipe has been closed, though nothing is written.
    static func whenReaderGoes(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "reader").async {
            // Errors and hang-ups are told unasked.
            var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            while poll(&output, 1, -1) < 0, errno == EINTR || errno == EAGAIN {}
            if Int32(output.revents) & (POLLERR | POLLHUP) != 0 { body() }
        }
    }

    /// A line on standard error.
    static func complain(_ sentence: String) {
        _ = write(sentence + "\n", to: STDERR_FILENO)
    }

    /// 0, or why it failed. A reader that has gone is EPIPE, never a signal.
    private static func write(_ text: String, to file: CInt) -> CInt {
        signal(SIGPIPE, SIG_IGN)
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(file, start, rest.count)
                if count >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }
}
