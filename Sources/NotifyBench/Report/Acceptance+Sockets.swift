extension Acceptance {
    static func sockets(_ figures: Figures) -> [Line] {
        let sockets = figures.sockets
        let count = sockets?.idle.map { "\($0.asked.formattedShort) sockets" } ?? "sockets"
        let idle = sockets?.idle
        return [
            Line(
                operation: "memory of an idle socket, \(count)", aim: "≤ 16 KiB",
                figure: idle.map { "\(Table.number($0.bytesEach / 1024, digits: 1)) KiB" } ?? "",
                isMet: idle.map { $0.sockets == $0.asked && $0.bytesEach <= 16_384 }),
            reach("announced until all have it, worst", sockets?.reach),
            reach("the same beside a list", sockets?.reachBesideList),
            atMost("p99 of that list, by its own", 3, quotient(sockets?.listBeside, sockets?.listAlone)),
            Line(
                operation: "near the descriptor limit: refused, lives, opens again", aim: "yes",
                figure: sockets?.limit.map { $0.isClean ? "yes" : "no" } ?? "", isMet: sockets?.limit?.isClean),
        ] + AnnouncingScenario.all.flatMap { scenario in lines(scenario, sockets) }
    }

    private static func lines(_ scenario: AnnouncingScenario, _ sockets: SocketFigures?) -> [Line] {
        let figure = sockets?.announcing.first { $0.name == scenario.name }
        // What callers get done that nothing holds back has no aim, and a socket that lags may be dropped.
        guard let pace = scenario.pace else { return [] }
        let growth = figure.map { ($0.end / max($0.warm, 1) - 1) * 100 }
        return [
            Line(
                operation: "\(pace) a second: told once each, in order", aim: "all",
                figure: figure?.delivery.text ?? "", isMet: figure?.delivery.isWhole),
            Line(
                operation: "the pace kept", aim: "≥ 99 %",
                figure: figure.map { Table.number($0.rate / Double(pace) * 100, digits: 1) + " %" } ?? "",
                isMet: figure.map { $0.rate >= 0.99 * Double(pace) }),
            Line(
                operation: "memory from a sixth of it to its end", aim: "≤ +10 %",
                figure: growth.map { ($0 < 0 ? "" : "+") + Table.number($0, digits: 1) + " %" } ?? "",
                isMet: growth.map { $0 <= 10 }),
        ]
    }

    /// From the request on, which is before the commit: at most so long.
    private static func reach(_ operation: String, _ reach: SocketFigures.Reach?) -> Line {
        Line(
            operation: operation, aim: "≤ 400 ms", figure: Table.time(reach?.afterRequest.max()),
            isMet: reach.map { $0.missed == 0 && $0.sockets > 0 && $0.afterRequest.allSatisfy { $0 <= 400_000 } })
    }
}
