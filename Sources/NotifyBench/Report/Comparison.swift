/// The change since an earlier run, row by row, in per cent.
struct Comparison {
    let text: String

    init(of now: Figures, with before: Figures) {
        var rows = [["change since then", "requests/s", "p50", "p99", "server CPU", "PostgreSQL CPU", "pgbench/s", ""]]
        for row in now.rows {
            guard let old = before[row.name] else { continue }
            let pairs = [
                (row.rate, old.rate), (row.median, old.median), (row.p99, old.p99), (row.serverCPU, old.serverCPU),
                (row.postgresCPU, old.postgresCPU), (row.pgbench, old.pgbench),
            ]
            rows.append([row.title] + pairs.map { Comparison.change($0, $1) } + [""])
        }
        let warning =
            now.total == before.total
            ? "" : "\nThe earlier run had other data: \(before.total) notifications, not \(now.total)."
        text = "\n" + Table.aligned(rows) + warning
    }

    private static func change(_ now: Double?, _ before: Double?) -> String {
        guard let now, let before, before > 0 else { return "" }
        let percent = (now / before - 1) * 100
        return (percent >= 0 ? "+" : "") + Table.number(percent, digits: 0) + " %"
    }
}
