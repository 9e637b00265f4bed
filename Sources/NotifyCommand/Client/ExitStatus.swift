/// What a client command's end tells a script: sysexits.h, and 1 for what is not there.
enum ExitStatus: Int32, Comparable {
    case done = 0
    case notFound = 1
    case usage = 64
    case refused = 65
    case unavailable = 69
    case badAnswer = 70
    case cannotWrite = 74
    case notAllowed = 77
    case badConfiguration = 78

    static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }

    /// For every client command's help.
    static let help = """
        Exit status: 0 done, 1 not found, 64 wrong usage, 65 refused by the server (400), 69 server not available, 70 an \
        answer that cannot be used, 74 output not written, 77 not allowed (401, 403), 78 wrong configuration file.
        """
}
