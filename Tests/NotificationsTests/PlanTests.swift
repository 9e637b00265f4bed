import FoundationEssentials
import Postgres
import Testing

@testable import Notifications

/// Whatever the size of an account, its pages cost what a page costs, and nothing searches a table.
@Suite struct PlanTests {
    /// 8 KiB each: what a page of 20 and its count, or one notification, may touch. Most of it are the bits of these
    /// members, who have marks all over the account's history.
    static let bound = 2000

    struct Listing: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let filter: Filter

        init(_ name: String, _ change: (inout Filter) -> Void = { _ in }) {
            var filter = Filter()
            change(&filter)
            (testDescription, self.filter) = (name, filter)
        }
    }

    static let listings = [
        Listing("all"),
        Listing("read") { $0.isRead = true },
        Listing("unread") { $0.isRead = false },
        Listing("a common type") { $0.types = ["ai_content_1"] },
        Listing("a rare type") { $0.types = ["credits_low"] },
        Listing("several types") { $0.types = ["ai_content_1", "credits_low"] },
        Listing("a category") { $0.category = .credits },
        Listing("a common severity") { $0.severities = [.info] },
        Listing("a rare severity") { $0.severities = [.error] },
        Listing("a severity that none has") { $0.severities = [.warning] },
        Listing("several severities") { $0.severities = [.warning, .error] },
        Listing("a common site") { $0.site = 2 },
        Listing("a rare site") { $0.site = 5 },
        Listing("a span of time") {
            $0.createdAfter = Date(timeIntervalSince1970: 1_767_225_600 + 50_000)
            $0.createdBefore = Date(timeIntervalSince1970: 1_767_225_600 + 60_000)
        },
        Listing("an object") { $0.object = ObjectLink(contentType: "content", objectID: "777") },
        Listing("unread of a rare severity") {
            $0.isRead = false
            $0.severities = [.error]
        },
        Listing("read of a common type") {
            $0.isRead = true
            $0.types = ["ai_content_1"]
        },
    ]

    @Test(arguments: listings)
    func `a list uses indexes, and its pages cost the same wherever they are`(listing: Listing) async throws {
        let big = try await BigAccount.shared.value
        for (name, viewer) in big.viewers {
            let count = Count(listing.filter, ReadRules(viewer, .standard))
            // What only the rows can tell is counted by looking at so many, and at the mark on each.
            let bound = Self.bound + (count.limit ?? 0) * 6
            for position in [Position.page(1), .before(nil), .before(big.middle), .after(big.middle)] {
                let page = big.world.inbox.page(listing.filter, position, size: 20, counting: count, for: viewer)
                let plan = try await Plan.of(page, isGeneric: true, on: big.world.pool)
                plan.expectIndexes("\(name), \(position)")
                #expect(plan.buffers < bound, "\(name), \(position): \(plan)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `one notification, the unread count and every write use indexes`(isGeneric: Bool) async throws {
        let big = try await BigAccount.shared.value
        let object = ObjectLink(contentType: "content", objectID: "777")
        for (name, viewer) in big.viewers {
            let rules = ReadRules(viewer, .standard)
            let id = try #require(try await big.world.inbox.list(for: viewer).notifications.last?.id)
            let reads: [(String, SQL, Bool)] = [
                ("one", Inbox.one(id, rules), true),
                ("read", Inbox.reading(id, rules), true),
                ("unread", Inbox.unreading(id, rules), true),
                ("read all about", Inbox.readingAll(about: object, through: nil, rules), true),
                ("unread count", Inbox.unreadCount(rules), true),
                ("read all", Inbox.readingAll(through: nil, rules), true),
            ]
            for (call, statement, isBounded) in reads {
                let plan = try await Plan.of(
                    statement, after: rules.lockReaders, isGeneric: isGeneric, on: big.world.pool)
                plan.expectIndexes("\(name), \(call)")
                if isBounded { #expect(plan.buffers < Self.bound, "\(name), \(call): \(plan)") }
            }
        }
    }

    @Test(arguments: [false, true])
    func `what open inboxes are told of uses indexes`(isGeneric: Bool) async throws {
        let big = try await BigAccount.shared.value
        for (name, viewer) in big.viewers {
            let rules = ReadRules(viewer, .standard)
            let standing = try await big.world.inbox.standing(of: viewer)
            var old = standing
            (old.ownRevision, old.commonRevision) = (0, 0)
            var asked = [Inbox.standing(rules), Inbox.marks(since: standing, rules), Inbox.marks(since: old, rules)]
            asked += LiveNews.queries(of: viewer.account, since: LivePosition(standing), readers: [0, 1, 2])
            for statement in asked {
                let plan = try await Plan.of(statement, isGeneric: isGeneric, on: big.world.pool)
                plan.expectIndexes("\(name)")
                #expect(plan.buffers < Self.bound, "\(name): \(plan)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `an insertion uses indexes`(isGeneric: Bool) async throws {
        let big = try await BigAccount.shared.value
        let envelope = Envelope(account: 1, audience: .user(1), site: 1, idempotencyKey: "a")
        let draft = try CheckedDraft(
            NotificationDraft(envelope, type: "system_info", title: "News"), in: .standard)
        let (lock, free) = (FeedLock.taking(1), FeedLock.takingFree([1, 2, 3]))
        let insertion = Insertion(drafts: [draft], catalogue: .standard).statement
        for (statement, others) in [(lock, []), (free, []), (insertion, [lock]), (insertion, [free])] {
            let plan = try await Plan.of(statement, after: others, isGeneric: isGeneric, on: big.world.pool)
            plan.expectIndexes("insertion")
            #expect(plan.buffers < Self.bound, "\(plan)")
        }
    }
}

extension Plan {
    fileprivate func expectIndexes(_ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let searched = scans.filter {
            $0.hasPrefix("Seq Scan") && ($0.hasSuffix(" notifications") || $0.hasSuffix(" marks"))
        }
        #expect(searched == [], "\(what): \(self)", sourceLocation: sourceLocation)
    }
}

extension BigAccount {
    fileprivate var viewers: [(String, Viewer)] {
        [("reader", reader), ("newcomer", newcomer), ("muter", muter), ("bystander", bystander)]
    }
}
