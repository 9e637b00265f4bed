import Notifications

/// How a piece of text stands out, by SGR (ECMA-48); the sixteen colours that every terminal's theme has.
struct Style: Hashable {
    private let code: String

    static let plain = Style(code: "")
    static let bold = Style(code: "1")
    static let dim = Style(code: "2")
    static let red = Style(code: "31")
    static let green = Style(code: "32")
    static let yellow = Style(code: "33")
    static let blue = Style(code: "34")
    static let cyan = Style(code: "36")
    static let unread = Style(code: "1;36")

    func applied(to text: String) -> String {
        code.isEmpty || text.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// The colour of a severity as the server names it.
    static func severity(_ name: String) -> Style {
        switch Severity(rawValue: name) {
        case .error: .red
        case .warning: .yellow
        case .success: .green
        case .info: .blue
        case nil: .plain
        }
    }
}
