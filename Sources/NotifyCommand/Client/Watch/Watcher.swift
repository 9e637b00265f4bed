import Notifications

/// Follows an inbox: shows what is new, each once and in the order of the ids, over as many connections as it takes.
struct Watcher {
    /// How many of those that were missed are shown, when the server does not tell of each.
    private static let mostMissed = 1000

    private let client: Client
    private let filter: ListFilter
    private let output: any WatchOutput
    /// Everything up to this one has been shown; nil: nothing old is wanted.
    private var last: Int64?
    /// How many of the newest are shown at first.
    private let recent: Int
    /// How many are still to be shown; nil: no end.
    private var rest: Int?

    private var pauses = Pauses()
    private var hasBegun = false
    private var isLost = false
    private var openedAt: ContinuousClock.Instant?
    /// The newest there is, when more is known than that.
    private var earlierHead: Int64?

    init(
        _ client: Client, filter: ListFilter, output: any WatchOutput, after last: Int64?, recent: Int, limit: Int?
    ) {
        self.client = client
        self.filter = filter
        self.output = output
        self.last = last
        self.recent = recent
        rest = limit
    }

    /// Until as many have been shown as are wanted.
    /// - Throws: `ClientError` when it is of no use to go on, and what the output throws.
    mutating func run() async throws {
        let client = client
        while true {
            openedAt = nil
            var wanted = 0
            let loss: String
            do {
                guard let end = try await client.listen(after: last, { try await take($0) }) else { return }
                if let refusal = end.refusal(hasToken: client.token != nil) { throw refusal }
                loss = "\(client.server): \(end.reason)"
            } catch let refusal as SocketRefusal {
                let error = refusal.error(of: client)
                guard refusal.isPassing || mayPass(error) else { throw error }
                (loss, wanted) = (error.message, refusal.retryAfter)
            } catch let error as ClientError where mayPass(error) {
                loss = error.message
            }
            if !isLost { StandardOutput.complain("\(loss) Connecting again.") }
            isLost = true
            let lasted = openedAt.map { ContinuousClock.now - $0 } ?? .zero
            try await Task.sleep(for: pauses.pause(least: wanted, after: lasted))
        }
    }

    /// Who has been connected bears with a server that comes and goes.
    private func mayPass(_ error: ClientError) -> Bool {
        hasBegun && (error.status == .unavailable || error.status == .badAnswer)
    }

    /// - Returns: whether more is wanted.
    private mutating func take(_ bytes: [UInt8]) async throws -> Bool {
        switch try LiveMessage(bytes, from: client.server) {
        case .count(let unread, let head):
            return openedAt == nil ? try await begin(unread: unread, head: head) : true
        case .notification(let item, let json):
            earlierHead = nil
            return try show([(item, json)])
        case .reset:
            return try await catchUp()
        case .other:
            return true
        }
    }

    private mutating func begin(unread: Int, head: Int64) async throws -> Bool {
        openedAt = .now
        // Later heads are not gone by: they may come before what was missed has been told.
        earlierHead = last.flatMap { $0 > head ? head : nil }
        last = last ?? head
        if isLost { StandardOutput.complain("Connected to \(client.server) again.") }
        isLost = false
        guard !hasBegun else { return true }
        // A filter that the server does not know would match nothing for ever.
        let newest = recent > 0 || !filter.query.isEmpty ? try await client.newest(max(recent, 1), filter.query) : []
        try output.begin(unread: unread)
        hasBegun = true
        // What has come since will be told.
        return try print(newest.prefix(recent).filter { $0.item.id <= head }.reversed())
    }

    /// Reads what the server does not tell one by one.
    private mutating func catchUp() async throws -> Bool {
        if let earlierHead {
            StandardOutput.complain("\(client.server) has nothing after \(last ?? 0): going on from \(earlierHead).")
            last = earlierHead
        }
        earlierHead = nil
        // Mostly it is something else that has changed.
        guard try await !client.newest(1, filter.query, after: last ?? 0).isEmpty else { return true }
        let missed = try await client.newest(Self.mostMissed + 1, filter.query, after: last ?? 0)
        guard let newest = missed.first else { return true }
        if missed.count > Self.mostMissed {
            StandardOutput.complain("More was missed than is shown here: the older ones are in `notify list`.")
        }
        let silent = try await client.silentTypes()
        last = max(last ?? 0, newest.item.id)
        return try print(
            missed.prefix(Self.mostMissed).reversed().filter { !silent.contains($0.item.notificationType) })
    }

    private mutating func show(_ items: [Watched]) throws -> Bool {
        let new = items.filter { $0.item.id > last ?? 0 }
        guard let newest = new.last else { return true }
        last = newest.item.id
        return try print(new.filter { filter.includes($0.item) })
    }

    private mutating func print(_ items: [Watched]) throws -> Bool {
        for (item, json) in items.prefix(rest ?? .max) {
            try output.show(item, json: json)
            rest = rest.map { $0 - 1 }
        }
        return rest != 0
    }
}

/// A notification, and as the server sent it.
typealias Watched = (item: InboxPage.Item, json: String)

extension Client {
    /// The newest that match, newest first; only those after `last`.
    fileprivate func newest(_ limit: Int, _ query: [String], after last: Int64 = 0) async throws -> [Watched] {
        var newest: [Watched] = []
        try await eachPage(query: query, limit: limit) { page, answer in
            let objects = JSONSlices.elements(of: "results", in: answer.body)
            let new = zip(page.results, objects).filter { $0.0.id > last }
            newest += new.map { ($0.0, $0.1) }
            return new.count == page.results.count
        }
        return newest
    }

    /// The types that the user wants to see only when they look.
    fileprivate func silentTypes() async throws -> Set<String> {
        let preferences: PreferenceList = try await send("GET", PreferenceList.own).decoded(from: server)
        return Set(preferences.results.lazy.filter { !$0.push }.map(\.notificationType))
    }
}
