import Logging
import Notifications
import Postgres
import Redis
import Synchronization

/// Tells Redis of each new notification, once for each user who is to be told at once. At most once: what comes while
/// Redis or the database is away is lost, and inboxes have it anyway.
struct CreatedRelay: Sendable {
    static let channel = "orion.notification.created"
    private static let page = 1000

    private let redis: RedisConfiguration
    private let recipients: Recipients
    private let logger: Logger
    private let backlog = Backlog<Notification>(limit: 10_000)
    private let lost = Tally()

    init(redis: RedisConfiguration, pool: Pool, catalogue: Catalogue, logger: Logger) {
        self.redis = redis
        recipients = Recipients(pool, catalogue: catalogue)
        self.logger = logger
    }

    /// Does not wait. When more than 10,000 wait to be told of, the oldest are not.
    func submit(_ notification: Notification) {
        backlog.put(notification)
    }

    /// Nothing more is taken in, and `run` ends when it has told of the rest.
    func close() {
        backlog.close()
    }

    /// Tells until the task is cancelled, or all is told after `close`.
    func run() async {
        var link = RedisLink(redis, for: Self.channel, logger: logger)
        while true {
            let batch = await backlog.take(64)
            guard !batch.isEmpty else { break }
            await tell(of: batch, link: &link)
        }
        await link.close()
    }

    /// Says how many were lost since the last time, if any were.
    func logLosses() {
        let count = backlog.takeDropped() + lost.take()
        guard count > 0 else { return }
        logger.warning("Not all new notifications could be told of", metadata: ["lost": "\(count)"])
    }

    private func tell(of notifications: [Notification], link: inout RedisLink) async {
        var commands: [[String]] = []
        var size = 0
        for notification in notifications {
            let message = CreatedMessage(notification)
            var last: Identifier<User>?
            while !link.isAway {
                guard let page = await recipients(of: notification, after: last) else { break }
                for recipient in page {
                    let text = message.text(for: recipient)
                    commands.append(["PUBLISH", Self.channel, text])
                    size += text.utf8.count
                    if commands.count == Self.page || size > 1_048_576 {
                        await publish(&commands, link: &link)
                        size = 0
                    }
                }
                last = page.last?.id
                if page.count < Self.page { break }
            }
            if link.isAway { lost.add(1) }
        }
        await publish(&commands, link: &link)
    }

    private func publish(_ commands: inout [[String]], link: inout RedisLink) async {
        guard !commands.isEmpty else { return }
        let replies = await link.pipeline(commands)
        if replies == nil { lost.add(commands.count) }
        for case .error(let sentence)? in replies ?? [] {
            logger.error("Redis takes no \(Self.channel)", metadata: ["error": "\(sentence)"])
            break
        }
        commands = []
    }

    /// nil when the database does not say.
    private func recipients(
        of notification: Notification, after last: Identifier<User>?
    ) async -> [Recipients.Recipient]? {
        do {
            return try await recipients.list(of: notification, after: last, limit: Self.page)
        } catch {
            lost.add(1)
            logger.warning("A notification could not be told of", metadata: ["error": "\(error)"])
            return nil
        }
    }
}

private final class Tally: Sendable {
    private let count = Mutex(0)

    func add(_ number: Int) { count.withLock { $0 += number } }

    func take() -> Int {
        count.withLock { count in
            defer { count = 0 }
            return count
        }
    }
}
