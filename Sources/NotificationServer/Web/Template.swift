/// A page with places to be filled in: `{{name}}`, whose text is escaped; `{{#name}}…{{/name}}`, for each of a list or if
/// a flag is set; `{{^name}}…{{/name}}`, if there is none. As in Mustache, but that a name nobody knows is an error.
struct Template: Sendable {
    typealias Values = [String: Value]

    enum Value: Sendable {
        case text(String)
        /// Written `true` or `false`.
        case flag(Bool)
        case list([Values])
    }

    private indirect enum Part: Sendable {
        case text(Substring)
        case value(String)
        case section(String, isInverted: Bool, [Part])
    }

    private let parts: [Part]

    /// - Parameters:
    ///   - file: its name, for errors.
    ///   - known: all names that it may fill in.
    init(_ text: String, file: String, known: Set<String>) throws(BrowserSourceError) {
        var rest = text[...]
        var open: [(name: String, isInverted: Bool, parts: [Part])] = [("", false, [])]
        while let start = rest.firstRange(of: "{{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
            open[open.count - 1].parts.append(.text(rest[..<start.lowerBound]))
            let tag = rest[start.upperBound..<end.lowerBound]
            rest = rest[end.upperBound...]
            let mark = tag.first.flatMap { "#^/".contains($0) ? $0 : nil }
            let name = String(mark == nil ? tag : tag.dropFirst())
            guard known.contains(name) else {
                throw BrowserSourceError("\(file): there is nothing to fill in for {{\(tag)}}.")
            }
            switch mark {
            case nil: open[open.count - 1].parts.append(.value(name))
            case "/":
                guard open.count > 1, let section = open.popLast(), section.name == name else {
                    throw BrowserSourceError("\(file): {{\(tag)}} ends nothing.")
                }
                open[open.count - 1].parts.append(
                    .section(name, isInverted: section.isInverted, section.parts))
            default: open.append((name, mark == "^", []))
            }
        }
        guard open.count == 1 else {
            throw BrowserSourceError("\(file): {{#\(open[open.count - 1].name)}} does not end.")
        }
        parts = open[0].parts + [.text(rest)]
    }

    func fill(in values: Values) -> String {
        var page = ""
        Self.write(parts, values, to: &page)
        return page
    }

    private static func write(_ parts: [Part], _ values: Values, to page: inout String) {
        for part in parts {
            switch part {
            case .text(let text): page += text
            case .value(let name):
                switch values[name] {
                case .text(let text): page += text.htmlEscaped
                case .flag(let flag): page += flag ? "true" : "false"
                case .list, nil: break
                }
            case .section(let name, let isInverted, let inner):
                let rounds: [Values] =
                    switch values[name] {
                    case .text(let text): text.isEmpty ? [] : [[:]]
                    case .flag(let flag): flag ? [[:]] : []
                    case .list(let list): list
                    case nil: []
                    }
                if isInverted {
                    if rounds.isEmpty { write(inner, values, to: &page) }
                } else {
                    for more in rounds { write(inner, values.merging(more) { $1 }, to: &page) }
                }
            }
        }
    }
}

extension String {
    /// For HTML's text and for quoted attributes.
    var htmlEscaped: String {
        var escaped = ""
        // By scalars: with a combining mark after it, a quotation mark is another character, and ends an attribute still.
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
