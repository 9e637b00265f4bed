import Logging
import Postgres
import Synchronization

extension LiveFeed {
    private static let askedAtOnce = 5_000

    /// Compares all that inboxes are open of with the tables, and looks where something is different.
    func lookEverywhere() async {
        let accounts = state.withLock { Array($0.accounts.values) }
        do {
            for account in try await differing(accounts.compactMap { Watched(feedOf: $0) }, from: Self.feeds) {
                look(at: account.account)
            }
            for reader in try await differing(accounts.flatMap { Watched.readers(of: $0) }, from: Self.readers) {
                look(at: reader.account, reader: Identifier(reader.reader))
            }
        } catch {
            logger.debug("open inboxes wait for the database", metadata: ["error": "\(error)"])
        }
    }

    /// A feed, or a reader, by the revision that is known.
    private struct Watched {
        let account: LiveAccount
        var reader: Int64 = 0
        let revision: Int64

        init?(feedOf account: LiveAccount) {
            guard let position = account.state.withLock({ $0.position }) else { return nil }
            self.account = account
            revision = position.feedRevision
        }

        init(_ account: LiveAccount, reader: Int64, revision: Int64) {
            self.account = account
            self.reader = reader
            self.revision = revision
        }

        /// Those of the members, and everybody together.
        static func readers(of account: LiveAccount) -> [Watched] {
            account.state.withLock { state in
                var watched: [Watched] = []
                for member in state.members {
                    let standing = member.standing
                    watched.append(
                        Watched(account, reader: member.viewer.user.rawValue, revision: standing.ownRevision))
                }
                let common = Set(state.members.map(\.standing.commonRevision))
                return watched + common.map { Watched(account, reader: 0, revision: $0) }
            }
        }
    }

    private func differing(_ watched: [Watched], from query: ([Watched]) -> SQL) async throws -> [Watched] {
        var differing: [Watched] = []
        var rest = watched[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.askedAtOnce))
            rest = rest.dropFirst(Self.askedAtOnce)
            for row in try await pool.read(query(part)) {
                let place = try row.decode(Int64.self)
                if part.indices.contains(Int(place) - 1) { differing.append(part[Int(place) - 1]) }
            }
        }
        return differing
    }

    private static func feeds(_ watched: [Watched]) -> SQL {
        """
        select w.place
        from unnest(\(watched.map(\.account.id.rawValue))::bigint[], \(watched.map(\.revision))::bigint[])
            with ordinality w (account_id, revision, place)
        left join notify.feeds f on f.account_id = w.account_id
        where f.revision is distinct from w.revision
        """
    }

    private static func readers(_ watched: [Watched]) -> SQL {
        """
        select w.place
        from unnest(
            \(watched.map(\.account.id.rawValue))::bigint[], \(watched.map(\.reader))::bigint[],
            \(watched.map(\.revision))::bigint[]
        ) with ordinality w (account_id, reader_id, revision, place)
        left join notify.readers r on r.account_id = w.account_id and r.reader_id = w.reader_id
        where coalesce(r.revision, \(LiveNews.gone)) <> w.revision
        """
    }
}
