import Logging
import Notifications
import Postgres
import Synchronization
import TestDatabase

/// The faces of the library on one migrated database, shared by all tests of a process; every test has accounts of its
/// own.
struct World: Sendable {
    let pool: Pool
    let url: String

    var service: NotificationService { NotificationService(pool) }
    var inbox: Inbox { Inbox(pool) }
    var directory: Directory { Directory(pool) }

    static let shared = Task { try await World() }

    /// - Parameter partitions: how many the large tables have; nil: they are plain.
    init(partitions: Int? = nil) async throws {
        let template = partitions.map { "\($0) partitions" } ?? "migrated"
        url = try await TestDatabase.shared.makeDatabase(template: template) { url in
            let configuration = Configuration(url: url)
            _ = try await Schema.migrator(logger: World.logger).run(on: configuration)
            if let partitions {
                try await Schema.partition(into: partitions, on: configuration, logger: World.logger)
            }
        }
        var configuration = Configuration(url: url)
        // The machine may be busy with all the other tests.
        configuration.queueTimeout = .seconds(60)
        configuration.statementTimeout = .seconds(300)
        pool = Pool(configuration, logger: World.logger)
    }

    init(url: String, pool: Pool) {
        (self.url, self.pool) = (url, pool)
    }

    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    private static let lastAccount = Mutex(Int64(0))

    /// An account that no other test has.
    func newAccount() -> Identifier<Account> {
        Identifier(
            Self.lastAccount.withLock {
                $0 += 1
                return $0
            })
    }

    /// A member of the account, known to it.
    func member(_ user: Identifier<User>, of account: Identifier<Account>, role: Role = .editor) async throws -> Viewer
    {
        try await directory.put(user: user, in: account, UserDetails(role: role))
        return Viewer(account: account, user: user, role: role)
    }

    @discardableResult
    func announce(_ title: String = "News", to account: Identifier<Account>, user: Identifier<User>? = nil)
        async throws -> Identifier<Notification>
    {
        try await service.create(
            NotificationDraft(
                Envelope(account: account, audience: user.map { .user($0) }), type: "system_info", title: title)
        ).id
    }
}

/// What is for everybody is always recorded, so that most tests need not ask.
extension Receipt? {
    /// 0, which no notification has, when nothing was recorded.
    var id: Identifier<Notification> { self?.id ?? 0 }
    var isReplay: Bool { self?.isReplay ?? false }
    var notification: Notification? { self?.notification }
}
