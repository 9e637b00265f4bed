/// A statement that the server sent: its text, whether it was prepared by name, and its parameters as text.
struct SentStatement: Sendable {
    let unit: String
    let isNamed: Bool
    let text: String
    /// By number less one; nil is null.
    let values: [String?]

    /// The executions among the log's entries, in order.
    static func all(in entries: [StatementLog.Entry]) -> [SentStatement] {
        entries.indices.compactMap { index in
            let entry = entries[index]
            guard entry.level == "LOG", entry.text.hasPrefix("execute ") || entry.text.hasPrefix("statement: "),
                let colon = entry.text.firstIndex(of: ":")
            else { return nil }
            let rest = entry.text[entry.text.index(after: colon)...].drop { $0 == " " }
            let next = entries.dropFirst(index + 1).first
            let parameters = next.map { $0.level == "DETAIL" && $0.unit == entry.unit ? $0.text : "" } ?? ""
            return SentStatement(
                unit: entry.unit, isNamed: !entry.text.hasPrefix("execute <unnamed>"), text: String(rest),
                values: values(parameters))
        }
    }

    /// The types of the parameters by the statement's text, as numbers of PostgreSQL's, where it was parsed.
    static func types(in entries: [StatementLog.Entry]) -> [String: [Int: String]] {
        var types: [String: [Int: String]] = [:]
        var current: [Int: String] = [:]
        for entry in entries {
            switch entry.level {
            case "LOG": current = [:]
            case "DETAIL":
                // The tree is broken into lines somewhere between its words.
                let words = entry.text.split(whereSeparator: \.isWhitespace)
                for (index, word) in words.enumerated() where word.hasSuffix("{PARAM") && index + 6 < words.count {
                    if let number = Int(words[index + 4]) { current[number] = String(words[index + 6]) }
                }
            case "STATEMENT": types[entry.text, default: [:]].merge(current) { $1 }
            default: break
            }
        }
        return types
    }

    /// `parameters: $1 = '7', $2 = NULL, $3 = 'it''s'`
    private static func values(_ text: String) -> [String?] {
        var values: [String?] = []
        var rest = Substring(text)
        while let equals = rest.firstRange(of: " = ") {
            rest = rest[equals.upperBound...]
            guard rest.first == "'" else {
                values.append(nil)
                rest = rest.drop { $0 != "," }
                continue
            }
            var value = ""
            rest = rest.dropFirst()
            while let character = rest.popFirst() {
                if character == "'" {
                    guard rest.first == "'" else { break }
                    rest.removeFirst()
                }
                value.append(character)
            }
            values.append(value)
        }
        return values
    }
}
