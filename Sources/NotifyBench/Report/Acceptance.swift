/// What is asked of the figures, and whether they meet it.
struct Acceptance {
    struct Line {
        let operation: String
        let aim: String
        let figure: String
        /// Nil: not measured.
        let isMet: Bool?
    }

    let text: String

    init(_ figures: Figures) {
        let lines =
            Acceptance.reading(figures) + Acceptance.writing(figures) + Acceptance.process(figures)
            + Acceptance.sockets(figures)
        let rows = lines.map { line in
            [line.operation, line.aim, line.figure, line.isMet.map { $0 ? "met" : "not met" } ?? "not measured"]
        }
        text = "\n" + Table.aligned([["what is asked", "aim", "figure", ""]] + rows)
    }

    private static func reading(_ figures: Figures) -> [Line] {
        let (ordinary, page, empty) = (figures["list/ordinary"], figures["list/big"], figures["empty"])
        let filters = figures.rows.filter { row in
            ["severity", "type", "site", "unread", "read", "category"].contains { row.name.hasPrefix("list/\($0)") }
        }
        let slowest = filters.first(where: \.isStalled) ?? filters.max { $0.median ?? 0 < $1.median ?? 0 }
        let deep = figures["list/page-deep"]
        return [
            atLeast("list page 1, ordinary account, by pgbench", 0.5, ordinary?.ratio),
            atLeast("the same by the empty route (5,000/70,000)", 5.0 / 70, quotient(ordinary?.rate, empty?.rate)),
            atMost("list page 1, big account, by the ordinary", 1.3, times(page, ordinary)),
            atMost("deep page by cursor, by page 1", 2, times(figures["list/cursor-deep"], page)),
            Line(
                operation: "deep page by number", aim: "≤ 50 ms",
                figure: deep?.isStalled == true ? "no answer" : Table.time(deep?.median),
                isMet: deep.map { !$0.isStalled && $0.median ?? .infinity <= 50_000 }),
            atMost(
                "the slowest filter\(slowest.map { " (\($0.name.dropFirst(5)))" } ?? ""), by page 1", 2,
                times(slowest, page)),
            Line(
                operation: "count of a filter exact, or flagged beyond 10,000", aim: "all",
                figure: figures.wrongCounts.map { $0.isEmpty ? "all" : "wrong: \($0.joined(separator: ", "))" } ?? "",
                isMet: figures.wrongCounts?.isEmpty),
            atMost(
                "unread count, all unread, by 10 unread", 1.3,
                times(figures["count/big"], figures["count/10"])),
            atMost(
                "unread count with many dismissals, by 10 unread", 3,
                times(figures["count/dismissals"], figures["count/10"])),
            atLeast(
                "poll with If-None-Match, by the empty route", 0.3, quotient(figures["poll/list"]?.rate, empty?.rate)),
        ]
    }

    private static func writing(_ figures: Figures) -> [Line] {
        [
            atLeast("notify over HTTP, 64 callers, spread, by pgbench's insert", 1.5, figures["notify/spread"]?.ratio),
            atLeast(
                "notify in process, 256 callers, one account, by lock-and-insert", 10,
                figures["process/one-256"]?.ratio),
            Line(
                operation: "the others' rate while a feed is locked", aim: "within 10 %",
                figure: Table.number(figures.whileLocked.map { ($0 - 1) * 100 }, digits: 1)
                    + (figures.whileLocked == nil ? "" : " %"),
                isMet: figures.whileLocked.map { $0 >= 0.9 }),
            atMost(
                "read-all, all unread, by 10 unread", 2,
                times(figures["read-all/big"], figures["read-all/10"])),
        ]
    }

    private static func process(_ figures: Figures) -> [Line] {
        let start = figures.starts.sorted().dropFirst(figures.starts.count / 2).first
        func memory(_ name: String, _ limit: Double, _ value: Double?) -> Line {
            Line(
                operation: name, aim: "≤ \(Int(limit)) MiB",
                figure: Table.number(value, digits: 0) + (value == nil ? "" : " MiB"), isMet: value.map { $0 <= limit })
        }
        return [
            Line(
                operation: "start to the first 200, median of \(figures.starts.count)", aim: "≤ 150 ms",
                figure: Table.time(start.map { $0 * 1000 }), isMet: start.map { $0 <= 150 }),
            memory("resident memory, idle", 64, figures.idleMemory),
            memory("resident memory, after everything", 128, figures.finalMemory),
        ]
    }

    private static func atLeast(_ operation: String, _ aim: Double, _ figure: Double?) -> Line {
        Line(
            operation: operation, aim: "≥ " + Table.number(aim, digits: 2), figure: Table.number(figure, digits: 2),
            isMet: figure.map { $0 >= aim })
    }

    static func atMost(_ operation: String, _ aim: Double, _ figure: Double?) -> Line {
        Line(
            operation: operation, aim: "≤ " + Table.number(aim, digits: 1) + " ×",
            figure: figure == .infinity ? "no answer" : Table.number(figure, digits: 2), isMet: figure.map { $0 <= aim }
        )
    }

    /// The latency of the one by that of the other; without end when the one got no answer.
    private static func times(_ row: Figures.Row?, _ base: Figures.Row?) -> Double? {
        guard let base, !base.isStalled, let row else { return nil }
        return row.isStalled ? .infinity : quotient(row.median, base.median)
    }

    static func quotient(_ left: Double?, _ right: Double?) -> Double? {
        guard let left, let right, right > 0 else { return nil }
        return left / right
    }
}
