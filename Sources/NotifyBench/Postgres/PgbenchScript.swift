/// The server's statements as a script for pgbench, with their parameters as variables.
struct PgbenchScript: Sendable {
    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    let text: String
    /// Given with -D. A variable that is not given is null.
    let variables: [String: String]
    /// Whether the server prepares all by name.
    let isPrepared: Bool

    /// - Parameters:
    ///   - samples: what was sent for several members, the same statements for each. What differs must be the account
    ///     or the user, which pgbench then chooses by chance.
    ///   - types: names of types by statement and number.
    init(_ samples: [(member: Population.Member, statements: [SentStatement])], types: [String: [Int: String]]) throws {
        guard let first = samples.first else { throw Unusable(description: "nothing was sent") }
        var lines: [String] = []
        var variables: [String: String] = [:]
        if samples.count > 1 {
            lines = [
                "\\set account \(Population.sampleFirst) + \(Population.sampleStride) * random(0, \(Population.sampleSize - 1))",
                "\\set reader :account * 10 + 3",
            ]
        }
        for (index, statement) in first.statements.enumerated() {
            let unit = first.statements.filter { $0.unit == statement.unit }
            let isPipelined = unit.count > 1 && !unit.contains { $0.text.lowercased().hasPrefix("begin") }
            let isFirst = index == 0 || first.statements[index - 1].unit != statement.unit
            let isLast = index + 1 == first.statements.count || first.statements[index + 1].unit != statement.unit
            if isPipelined, isFirst { lines.append("\\startpipeline") }
            var names: [Int: String] = [:]
            for (number, value) in statement.values.enumerated() {
                let name = "p\(index)_\(number)"
                let variation = try samples.map { sample in
                    guard index < sample.statements.count, sample.statements[index].text == statement.text,
                        number < sample.statements[index].values.count
                    else { throw Unusable(description: "other statements for another member") }
                    return (sample.member, sample.statements[index].values[number])
                }
                if variation.allSatisfy({ $0.1 == value }) {
                    names[number + 1] = name
                    variables[name] = value
                } else if variation.allSatisfy({ $0.1 == "\($0.0.account)" }) {
                    names[number + 1] = "account"
                } else if variation.allSatisfy({ $0.1 == "\($0.0.user)" }) {
                    names[number + 1] = "reader"
                } else if types[statement.text]?[number + 1]?.hasPrefix("timestamp") == true {
                    // When each token was made; one will do for all.
                    names[number + 1] = name
                    variables[name] = value
                } else {
                    let seen = variation.map { $0.1 ?? "null" }.joined(separator: ", ")
                    throw Unusable(description: "$\(number + 1) differs between members in an unknown way: \(seen)")
                }
            }
            lines.append(try statement.text.withVariables(names, types[statement.text] ?? [:]) + ";")
            if isPipelined, isLast { lines.append("\\endpipeline") }
        }
        text = lines.joined(separator: "\n") + "\n"
        self.variables = variables
        isPrepared = first.statements.allSatisfy(\.isNamed)
    }
}

extension String {
    /// `$1` becomes `:name::type`; comments go, since pgbench looks for variables in them too.
    fileprivate func withVariables(_ names: [Int: String], _ types: [Int: String]) throws -> String {
        var output = ""
        var rest = self[...]
        var isQuoted = false
        while let character = rest.popFirst() {
            switch character {
            case "'":
                isQuoted.toggle()
                output.append(character)
            case "-" where !isQuoted && rest.first == "-":
                rest = rest.drop { $0 != "\n" }
            case ":":
                let isCast = rest.first == ":"
                let looksLikeVariable = rest.first.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
                if looksLikeVariable, isQuoted {
                    throw PgbenchScript.Unusable(description: "pgbench would take a part of a text for a variable")
                }
                output += isCast ? "::" : looksLikeVariable ? ": " : ":"
                if isCast { rest.removeFirst() }
            case "$" where !isQuoted && rest.first?.isNumber == true:
                let digits = rest.prefix { $0.isNumber }
                rest = rest.dropFirst(digits.count)
                guard let number = Int(digits), let name = names[number] else {
                    throw PgbenchScript.Unusable(description: "$\(digits) has no value")
                }
                output += ":\(name)" + (types[number].map { "::\($0)" } ?? "")
            default:
                output.append(character)
            }
        }
        return output
    }
}
