import ArgumentParser
import FoundationEssentials
import Glibc

/// When there are colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}

/// What standard output is: for people, or for programs.
struct Terminal: Hashable {
    /// Whether people look at it: a table then, else lines of fields.
    var isForPeople: Bool
    var hasColor: Bool
    /// In columns.
    var width: Int

    static let smallestWidth = 20

    init(isForPeople: Bool, hasColor: Bool, width: Int) {
        self.isForPeople = isForPeople
        self.hasColor = hasColor
        self.width = max(width, Self.smallestWidth)
    }

    /// Standard output as it is. `always` also says that people look at it at the other end of a pipe (`less -R`); a set
    /// `NO_COLOR` (no-color.org) and `TERM=dumb` count where nothing is chosen.
    init(_ choice: ColorChoice, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        let hasColor =
            switch choice {
            case .auto: isTerminal && !isPlain
            case .always: true
            case .never: false
            }
        // With the output in a pipe, what is beside it may be the terminal.
        let width =
            Self.width(of: STDOUT_FILENO) ?? environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            ?? Self.width(of: STDERR_FILENO) ?? 80
        self.init(isForPeople: isTerminal || choice == .always, hasColor: hasColor, width: width)
    }

    func styled(_ text: String, _ style: Style) -> String {
        hasColor ? style.applied(to: text) : text
    }

    private static func width(of file: CInt) -> Int? {
        var size = winsize()
        guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
