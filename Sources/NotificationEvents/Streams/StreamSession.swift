import Logging
import Redis

/// What a consumer says to Redis over one connection.
struct StreamSession: Sendable {
    static let group = "notify"
    /// The most entries that are taken of one stream at a time.
    static let page = 64

    let connection: RedisConnection
    let name: String
    let logger: Logger
    /// Those that can be read: of the right type, and with the group.
    private(set) var streams: [String] = []

    init(_ connection: RedisConnection, name: String, logger: Logger) {
        self.connection = connection
        self.name = name
        self.logger = logger
    }

    /// Makes streams and groups that are missing. A new group begins with the oldest entry there is: what was recorded
    /// before is known by its key.
    mutating func open() async throws {
        let all = EventKind.allCases.map(\.channel)
        let replies = try await connection.pipeline(
            all.map { ["XGROUP", "CREATE", $0, Self.group, "0", "MKSTREAM"] })
        let before = streams
        streams = []
        for (stream, reply) in zip(all, replies) {
            if case .error(let sentence) = reply, !sentence.hasPrefix("BUSYGROUP") {
                // LOADING, READONLY, NOAUTH … are the server's, not the stream's.
                guard sentence.hasPrefix("WRONGTYPE") else { throw RedisError(.refused, sentence) }
                if before.contains(stream) || before.isEmpty {
                    logger.error("\(stream) is not a stream and cannot be consumed", metadata: ["error": "\(sentence)"])
                }
                continue
            }
            streams.append(stream)
        }
        if before.isEmpty { await clearAway(idleFor: .seconds(3600), myself: false) }
    }

    /// New entries, as soon as there are any, waiting for them for at most `wait`.
    func read(for wait: Duration) async throws -> [StreamEntry] {
        guard !streams.isEmpty else {
            try await Task.sleep(for: wait)
            return []
        }
        let reply = try await connection.command(
            ["XREADGROUP", "GROUP", Self.group, name, "COUNT", "\(Self.page)", "BLOCK", "\(max(1, wait.milliseconds))"]
                + ["STREAMS"] + streams + streams.map { _ in ">" },
            timeout: wait + .seconds(5))
        return (reply.elements ?? []).flatMap { part -> [StreamEntry] in
            guard let pair = part.elements, pair.count == 2, let stream = pair[0].text else { return [] }
            return (pair[1].elements ?? []).compactMap { StreamEntry($0, of: stream, deliveries: 1) }
        }
    }

    func acknowledge(_ entries: [StreamEntry]) async throws {
        try await perform(
            Dictionary(grouping: entries, by: \.stream).map { stream, entries in
                ["XACK", stream, Self.group] + entries.map(\.id)
            })
    }

    /// Puts what can never be recorded where somebody can look at it. Nothing is acknowledged unless it is kept there.
    /// - Returns: what is kept now.
    func keep(_ rejected: [(entry: StreamEntry, error: String)]) async throws -> [StreamEntry] {
        guard !rejected.isEmpty else { return [] }
        let replies = try await connection.pipeline(
            rejected.map { entry, error in
                RejectedStream.adding(source: entry.stream, id: entry.id, payload: entry.payload, error: error)
            })
        var kept: [StreamEntry] = []
        for ((entry, error), reply) in zip(rejected, replies) {
            let what: Logger.Metadata = ["stream": "\(entry.stream)", "id": "\(entry.id)", "error": "\(error)"]
            if case .error(let sentence) = reply {
                logger.error(
                    "An event cannot be set aside and stays pending",
                    metadata: what.merging(["redis": "\(sentence)"]) { $1 })
            } else {
                logger.warning("An event was set aside in \(RejectedStream.name)", metadata: what)
                kept.append(entry)
            }
        }
        return kept
    }

    /// Sends commands that must all be taken.
    func perform(_ commands: [[String]]) async throws {
        guard !commands.isEmpty else { return }
        for case .error(let sentence) in try await connection.pipeline(commands) {
            throw RedisError(.refused, sentence)
        }
    }
}

extension StreamEntry {
    /// - Parameter reply: an id and fields. nil for one that is deleted.
    init?(_ reply: RESPValue, of stream: String, deliveries: Int) {
        guard let pair = reply.elements, pair.count == 2, let id = pair[0].text, pair[1] != .null else { return nil }
        self.init(stream: stream, id: id, fields: RESPField.all(in: pair[1]), deliveries: deliveries)
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
