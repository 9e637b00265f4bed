/// The figures as a table for people.
struct Table {
    let text: String

    init(_ figures: Figures) {
        let header = [
            "operation", "requests/s", "p50", "p99", "server CPU", "PostgreSQL CPU", "pgbench/s", "ratio", "peak MiB",
            "",
        ]
        let rows = figures.rows.map { row in
            [
                row.title, Table.rate(row.rate), Table.time(row.median), Table.time(row.p99), Table.time(row.serverCPU),
                Table.time(row.postgresCPU), Table.rate(row.pgbench), Table.number(row.ratio, digits: 2),
                Table.number(row.memory, digits: 0),
                [row.note, row.mode.map { "pgbench -M \($0)" }].compactMap { $0 }.joined(separator: "; "),
            ]
        }
        text = Table.aligned([header] + rows)
    }

    /// Columns as wide as their widest, all but the first and last to the right.
    static func aligned(_ rows: [[String]]) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                let isText = column == 0 || column == columns - 1
                line += (column == 0 ? "" : "  ") + (isText ? cell + space : space + cell)
            }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    static func rate(_ value: Double?) -> String {
        guard let value else { return "" }
        return value < 100 ? number(value, digits: 1) : number(value, digits: 0)
    }

    /// Microseconds as µs or ms.
    static func time(_ value: Double?) -> String {
        guard let value else { return "" }
        return value < 1000
            ? "\(number(value, digits: 0)) µs" : "\(number(value / 1000, digits: value < 10_000 ? 2 : 1)) ms"
    }

    static func number(_ value: Double?, digits: Int) -> String {
        guard let value, value.isFinite else { return "" }
        var power = 1.0
        for _ in 0..<digits { power *= 10 }
        let rounded = (value * power).rounded() / power
        guard digits > 0 else { return Int64(exactly: rounded).map { "\($0)" } ?? "" }
        let text = "\(rounded)"
        let missing = digits - (text.split(separator: ".").last?.count ?? 0)
        return text + String(repeating: "0", count: max(missing, 0))
    }
}
