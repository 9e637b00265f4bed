/// Joins an entry file with everything that it imports into one module, so that a browser asks once.
struct BrowserModule {
    private let sources: [String: BrowserSource]
    private var joined: Set<String> = []
    private var declared: [String: String] = [:]
    private var text = ""

    /// What each file comes after, each once. Only the entry's own exports are left.
    /// - Throws: when an import names a file that is not there or a name that it does not export, and when two files
    ///   declare the same name: joined, they would be one scope.
    static func join(_ entry: String, from sources: [String: BrowserSource]) throws(BrowserSourceError) -> String {
        var module = BrowserModule(sources)
        try module.add(entry, isEntry: true)
        return module.text
    }

    private init(_ sources: [String: BrowserSource]) {
        self.sources = sources
    }

    private mutating func add(_ name: String, isEntry: Bool = false) throws(BrowserSourceError) {
        guard joined.insert(name).inserted else { return }
        guard let source = sources[name] else { throw BrowserSourceError("\(name): there is no such file.") }
        for (names, file) in source.imports {
            guard let neighbour = sources[file] else {
                throw BrowserSourceError("\(name) imports \(file), which is not there.")
            }
            for imported in names where !neighbour.exports.contains(imported) {
                throw BrowserSourceError("\(name) imports \(imported) of \(file), which does not export it.")
            }
            try add(file)
        }
        for declaration in source.declared {
            if let other = declared.updateValue(name, forKey: declaration) {
                throw BrowserSourceError("\(name) and \(other) both declare \(declaration).")
            }
        }
        for line in source.lines {
            switch line {
            case .plain(let code): text += code
            case .exported(let declaration): text += (isEntry ? "export " : "") + declaration
            case .names(let names):
                guard isEntry else { continue }
                text += "export { \(names) }"
            }
            text += "\n"
        }
    }
}
