/// One file of the folder `browser` that is a module: what it imports, exports and declares, and its lines, without
/// comments, indentation and empty lines.
///
/// The files keep to what can be joined by lines (`BrowserModule`): imports of their neighbours, each on one line, and
/// `export` before a declaration.
struct BrowserSource {
    enum Line {
        case plain(Substring)
        /// `export const …`, without the `export`.
        case exported(Substring)
        /// `export { a, b }`, with or without the file that they are from.
        case names(String)
    }

    private(set) var imports: [(names: [String], file: String)] = []
    private(set) var exports: Set<String> = []
    /// At the top level.
    private(set) var declared: [String] = []
    private(set) var lines: [Line] = []

    init(_ name: String, _ text: String) throws(BrowserSourceError) {
        var isInComment = false
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let line = Substring(bytes)
            var rest = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
            if !isInComment, rest.hasPrefix("/**") {
                isInComment = true
                rest = rest.dropFirst(3)
            }
            if isInComment {
                guard let end = rest.firstRange(of: "*/") else { continue }
                isInComment = false
                rest = rest[end.upperBound...].drop { $0 == " " || $0 == "\r" }
            }
            guard !rest.isEmpty, !rest.hasPrefix("//") else { continue }
            let isTopLevel = line.first != " " && line.first != "\t"
            guard isTopLevel, try read(statement: rest, of: name) else {
                lines.append(.plain(rest))
                continue
            }
        }
        if isInComment { throw BrowserSourceError("\(name): a comment does not end.") }
    }

    /// Takes what begins a line at the top level, if it imports, exports or declares something. False when the line is
    /// like any other.
    private mutating func read(statement: Substring, of name: String) throws(BrowserSourceError) -> Bool {
        if statement.hasPrefix("import ") || statement.hasPrefix("import{") || statement.hasPrefix("import\"") {
            guard let (names, file) = Self.names(in: statement), let file else {
                throw BrowserSourceError(
                    #"\#(name): "\#(statement)" must be import { a, b } from "./file.js", on one line."#)
            }
            imports.append((names, file))
            return true
        }
        guard statement.hasPrefix("export ") else {
            if let name = Self.declaration(in: statement) { declared.append(name) }
            return false
        }
        if let (names, file) = Self.names(in: statement) {
            if let file { imports.append((names, file)) }
            exports.formUnion(names)
            lines.append(.names(names.joined(separator: ", ")))
            return true
        }
        let declaration = statement.dropFirst("export ".count)
        guard let declaredName = Self.declaration(in: declaration) else {
            throw BrowserSourceError(
                #"\#(name): "\#(statement)" must be export before class, function, const or let, or export { a, b }."#)
        }
        declared.append(declaredName)
        exports.insert(declaredName)
        lines.append(.exported(declaration))
        return true
    }

    /// `{ a, b }`, and `from "./file.js"` where it follows; nil for anything else, a name that is changed by `as` included.
    private static func names(in statement: Substring) -> (names: [String], file: String?)? {
        guard let open = statement.firstIndex(of: "{"), let close = statement.firstIndex(of: "}"), open < close,
            statement[..<open].drop(while: \.isLetter).allSatisfy({ $0 == " " })
        else { return nil }
        let names = statement[open..<close].dropFirst().split(separator: ",")
            .map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        let isRenaming = statement[open..<close].split { " {,".contains($0) }.contains("as")
        guard !isRenaming, names.allSatisfy({ $0.allSatisfy(\.isPartOfName) }) else { return nil }
        let end = statement[close...].dropFirst().filter { $0 != ";" && $0 != "\r" }
        if end.isEmpty { return (names, nil) }
        let from = #" from "./"#
        guard end.hasPrefix(from), end.hasSuffix("\"") else { return nil }
        return (names, String(end.dropFirst(from.count).dropLast()))
    }

    private static func declaration(in statement: Substring) -> String? {
        var rest = statement
        if rest.hasPrefix("async ") { rest = rest.dropFirst("async ".count) }
        for word in ["class ", "function* ", "function ", "const ", "let "] where rest.hasPrefix(word) {
            let name = rest.dropFirst(word.count).prefix(while: \.isPartOfName)
            return name.isEmpty ? nil : String(name)
        }
        return nil
    }
}

/// Why the browser's files cannot be served: a mistake in them.
struct BrowserSourceError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Character {
    fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "_" || self == "$" }
}
