import FoundationEssentials
import Notifications
import Postgres

/// Plays a world through the service, so that it has the side effects of real data.
struct Seeder {
    private let service: NotificationService
    private let inbox: Inbox
    private let directory: Directory
    private let preferences: Preferences
    private let pool: Pool

    init(_ pool: Pool) {
        self.pool = pool
        service = NotificationService(pool)
        inbox = Inbox(pool)
        directory = Directory(pool)
        preferences = Preferences(pool)
    }

    /// Returns how many notifications there were to tell; 0 when the world is there already.
    ///
    /// The account gets its name last, so a named account is a finished world; one that was interrupted is taken up where
    /// it stopped, since every event has its idempotency key.
    func play(_ world: SeedWorld, now: Date = Date()) async throws -> Int {
        let account = Identifier<Account>(world.account.id)
        if let known = try await directory.account(account), !known.name.isEmpty { return 0 }
        try await requireUnused(account)
        try await directory.put(account: account)
        for member in world.users {
            try await directory.put(
                user: Identifier(member.id), in: account,
                UserDetails(email: member.email, name: member.name, role: Role(rawValue: member.role)))
            try await preferences.update(
                Dictionary((member.enabled ?? []).map { ($0, .init(enabled: .set(true), push: .set(true))) }) { $1 },
                for: Viewer(account: account, user: Identifier(member.id), role: .viewer))
        }
        for site in world.sites {
            try await directory.put(site: Identifier(site.id), in: account, name: site.name)
        }
        for (number, event) in world.events.enumerated() {
            try await play(event, number: number, of: world, now: now)
        }
        try await directory.put(account: account, name: world.account.name)
        return world.events.count
    }

    /// Demo data never gets into an account that something else has announced to.
    private func requireUnused(_ account: Identifier<Account>) async throws {
        let rows = try await pool.read(
            """
            select count(*)
            from notify.notifications n
            where n.account_id = \(account)
              and not exists (
                  select
                  from notify.idempotency_keys k
                  where k.account_id = n.account_id
                    and k.notification_id = n.id
                    and k.key like 'seed-%'
              )
            """)
        guard try rows.first?.decode(Int.self) == 0 else {
            throw NotificationError(
                .conflict, "Account \(account) is in use: the demo accounts want a database without it.")
        }
    }

    private func play(_ event: SeedWorld.Event, number: Int, of world: SeedWorld, now: Date) async throws {
        let account = Identifier<Account>(world.account.id)
        var arguments = Arguments(event.arguments ?? [:], path: event.event)
        let announcement = try Announcement.named(event.event, &arguments)
        let envelope = arguments.envelope(account: account, idempotencyKey: "seed-\(number)")
        if arguments.userUUID() != nil { arguments.refuse("user_id", "must be a number here") }
        try arguments.finish()
        let receipt = try await service.announce(
            announcement, envelope, createdAt: now.addingTimeInterval(-event.hoursAgo * 3600))
        for reader in event.readBy ?? [] {
            let role = world.users.first { $0.id == reader }.flatMap { Role(rawValue: $0.role) } ?? .viewer
            let viewer = Viewer(account: account, user: Identifier(reader), role: role)
            if let receipt { try await inbox.markRead(receipt.id, for: viewer) }
        }
    }
}
