extension Operation {
    /// In the order in which they are measured.
    static func reading(_ population: Population, _ cluster: Cluster) async throws -> [Operation] {
        let reader = population.reader
        let health = Operation(name: "empty", title: "GET /healthz: no SQL, the yard-stick") { _ in
            [Sample(member: reader, request: HTTPRequest(path: "/healthz"))]
        }
        let million = population.bigTotal.formattedShort
        return try await [
            health,
            .everywhere("list/ordinary", "list, page 1, ordinary accounts", listPath),
            .one("list/big", "list, page 1, account with \(million)", reader, listPath),
        ] + deep(population, cluster) + filters(population) + counts(population) + polls(population)
    }

    private static func deep(_ population: Population, _ cluster: Cluster) async throws -> [Operation] {
        let page = min(5000, population.bigTotal / 20 / 2)
        let id = try await cluster.number(
            """
            select id
            from notify.notifications
            where account_id = \(Population.big)
              and user_id is null
            order by id desc
            offset \((page - 1) * 20)
            limit 1
            """)
        return [
            .one("list/cursor-first", "list by cursor, page 1", population.reader, listPath + "?cursor="),
            .one("list/cursor-deep", "list by cursor, page \(page)", population.reader, listPath + "?cursor=b\(id)"),
            .one("list/page-deep", "list by number, page \(page)", population.reader, listPath + "?page=\(page)"),
        ]
    }

    private static func filters(_ population: Population) -> [Operation] {
        ListFilter.all.map { filter in
            .one("list/\(filter.name)", "list, \(filter.query)", population.reader, listPath + "?" + filter.query)
        }
    }

    private static func counts(_ population: Population) -> [Operation] {
        let million = population.bigTotal.formattedShort
        return [
            .everywhere("count/ordinary", "unread count, ordinary accounts", countPath),
            .one("count/10", "unread count, 10 unread", population.nearly, countPath),
            .one("count/big", "unread count, \(million) unread", population.newcomer, countPath),
            .one(
                "count/dismissals", "unread count, \(population.dismissals.formattedShort) dismissals",
                population.dismisser, countPath),
            .one("count/muted", "unread count, 5 types muted", population.muter, countPath),
        ]
    }

    /// Polls with the state that the first answer named.
    private static func polls(_ population: Population) -> [Operation] {
        [("poll/list", "poll of the list, nothing new", listPath), ("poll/count", "poll of the count", countPath)].map {
            name, title, path in
            Operation(name: name, title: title) { scene in
                var samples: [Sample] = []
                for member in scene.population.sample {
                    var request = HTTPRequest.get(path, try await scene.tokens.member(member))
                    guard let tag = try scene.server.ask(request).headers["etag"] else {
                        throw NotThere(description: "the server gives no ETag")
                    }
                    request.headers["If-None-Match"] = tag
                    guard try scene.server.ask(request, expecting: [200, 304]).status == 304 else {
                        throw NotThere(description: "the server does not answer 304")
                    }
                    samples.append(Sample(member: member, request: request))
                }
                return samples
            }
        }
    }
}

extension Int {
    /// 1M, 100k, 250.
    var formattedShort: String {
        self >= 1_000_000 && self % 100_000 == 0
            ? "\(Double(self) / 1e6)M".replacing(".0M", with: "M") : self >= 1000 ? "\(self / 1000)k" : "\(self)"
    }
}
