import Redis

extension StreamSession {
    /// An entry that somebody has taken and not acknowledged.
    struct Pending {
        let id: String
        /// How many times it was delivered so far.
        let deliveries: Int
    }

    /// - Parameter last: the last one of those before; nil: from the beginning.
    /// - Returns: at most `page` of them.
    func pending(in stream: String, _ claim: StreamConsumer.Claim, after last: String?) async throws -> [Pending] {
        let start = last.map { "(" + $0 } ?? "-"
        let (idle, consumer): ([String], [String]) =
            switch claim {
            case .own: ([], [name])
            case .abandoned(let duration): (["IDLE", "\(duration.milliseconds)"], [])
            }
        let reply = try await connection.command(
            ["XPENDING", stream, Self.group] + idle + [start, "+", "\(Self.page)"] + consumer, timeout: .seconds(10))
        return (reply.elements ?? []).compactMap { entry in
            guard let parts = entry.elements, parts.count == 4, let id = parts[0].text,
                case .integer(let deliveries) = parts[3]
            else { return nil }
            return Pending(id: id, deliveries: Int(clamping: deliveries))
        }
    }

    /// Takes entries over, those that nobody else was quicker to take. Another's count as delivered once more; this
    /// consumer's own, which it never got to, do not.
    func claim(
        _ pending: [Pending], in stream: String, _ claim: StreamConsumer.Claim
    ) async throws -> [StreamEntry] {
        let ids = pending.map(\.id)
        var command = ["XCLAIM", stream, Self.group, name]
        var deliveries = Dictionary(pending.map { ($0.id, $0.deliveries) }, uniquingKeysWith: max)
        switch claim {
        case .own:
            // Of the same count, or each alone.
            command += ["0"] + ids + ["RETRYCOUNT", "\(pending.map(\.deliveries).max() ?? 1)"]
        case .abandoned(let idle):
            command += ["\(idle.milliseconds)"] + ids
            deliveries = deliveries.mapValues { $0 + 1 }
        }
        let reply = try await connection.command(command, timeout: .seconds(10))
        return (reply.elements ?? []).compactMap { entry in
            let id = entry.elements?.first?.text ?? ""
            return StreamEntry(entry, of: stream, deliveries: deliveries[id] ?? 1)
        }
    }

    /// Keeps entries from being claimed by others, and does not count that they were delivered: this process is at them,
    /// and only the database is missing.
    func hold(_ entries: [StreamEntry]) async throws {
        let groups = Dictionary(grouping: entries) { Held(stream: $0.stream, deliveries: $0.deliveries) }
        try await perform(
            groups.map { held, entries in
                ["XCLAIM", held.stream, Self.group, name, "0"] + entries.map(\.id)
                    + ["RETRYCOUNT", "\(max(0, held.deliveries - 1))", "JUSTID"]
            })
    }

    private struct Held: Hashable {
        let stream: String
        let deliveries: Int
    }
}
