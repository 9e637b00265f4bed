import FoundationEssentials
import Notifications
import Postgres
import Testing

@Suite struct DirectoryTests {
    @Test func `telling of an account, a user and a site twice changes nothing`() async throws {
        let directory = try await World.shared.value.directory
        let account = try await World.shared.value.newAccount()
        let details = UserDetails(uuid: UUID(), email: "a@example.com", name: "Ann", role: .admin)
        let user = try await directory.put(user: 1, in: account, details)
        let site = try await directory.put(site: 7, in: account, name: "My Blog")
        let named = try await directory.put(account: account, name: "Acme", readScope: .account)
        #expect(user.isNew && site.isNew && !named.isNew)
        let userAgain = try await directory.put(user: 1, in: account)
        let siteAgain = try await directory.put(site: 7, in: account)
        let accountAgain = try await directory.put(account: account)
        #expect(!userAgain.isNew && !siteAgain.isNew && !accountAgain.isNew)
        #expect(
            (userAgain.user.uuid, userAgain.user.email, userAgain.user.name) == (details.uuid, "a@example.com", "Ann"))
        #expect((userAgain.user.role, userAgain.user.isActive) == (.admin, true))
        #expect(siteAgain.site.name == "My Blog")
        #expect((accountAgain.account.name, accountAgain.account.readScope) == ("Acme", .account))
    }

    @Test func `numbers that nobody has and texts that are too long are refused`() async throws {
        let directory = try await World.shared.value.directory
        let account = try await World.shared.value.newAccount()
        let long = String(repeating: "a", count: 255)
        await expectRefusal(.invalid, fields: ["account_id"]) { try await directory.put(account: 0) }
        await expectRefusal(.invalid, fields: ["account_id"]) { try await directory.put(user: 1, in: -1) }
        await expectRefusal(.invalid, fields: ["site_id"]) { try await directory.put(site: 0, in: account) }
        await expectRefusal(.invalid, fields: ["name"]) { try await directory.put(account: account, name: long) }
        await expectRefusal(.invalid, fields: ["name"]) { try await directory.put(site: 1, in: account, name: "a\0") }
        await expectRefusal(.invalid, fields: ["name", "email"]) {
            try await directory.put(user: 1, in: account, UserDetails(email: long, name: "\n"))
        }
        await expectRefusal(.notFound, "negative ones are allotted") { try await directory.put(user: -1, in: account) }
        await expectRefusal(.notFound) { try await directory.put(user: 0, in: account) }
        await expectRefusal(.notFound) { try await directory.delete(account: Identifier(.max)) }
        await expectRefusal(.notFound) { try await directory.delete(user: 1, in: account) }
        await expectRefusal(.notFound) { try await directory.delete(site: 1, in: account) }
    }

    @Test func `a uuid belongs to one user of an account`() async throws {
        let directory = try await World.shared.value.directory
        let account = try await World.shared.value.newAccount()
        let other = try await World.shared.value.newAccount()
        let uuid = UUID()
        try await directory.put(user: 1, in: account, UserDetails(uuid: uuid))
        try await directory.put(user: 1, in: other, UserDetails(uuid: uuid))
        await expectRefusal(.invalid, fields: ["uuid"]) {
            try await directory.put(user: 2, in: account, UserDetails(uuid: uuid))
        }
    }

    @Test func `deleting a site leaves its notifications, without it`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account)
        try await world.directory.put(site: 7, in: account, name: "My Blog")
        let receipt = try await world.service.notifyKeywordsImported(account: account, site: 7, count: 3)
        try await world.directory.put(site: 7, in: account, name: "Our Blog")
        let renamed = try await world.inbox.notification(receipt.id, for: viewer)
        try await world.directory.delete(site: 7, in: account)
        let left = try await world.inbox.notification(receipt.id, for: viewer)
        #expect(renamed.site?.name == "Our Blog")
        #expect(left.site == nil)
        #expect(left.message == "Added 3 keywords to My Blog")
    }

    @Test func `a site or a user of another account cannot be referenced`() async throws {
        let world = try await World.shared.value
        let (account, other) = (world.newAccount(), world.newAccount())
        try await world.directory.put(account: account)
        try await world.directory.put(site: 7, in: other)
        try await world.directory.put(user: 1, in: other)
        await expectRefusal(.invalid, fields: ["site_id"]) {
            try await world.service.notifySiteSetupComplete(account: account, site: 7)
        }
        await expectRefusal(.invalid, fields: ["site_id"]) {
            try await world.service.notifyCreditsDepleted(account: account, site: 7)
        }
        await expectRefusal(.invalid, fields: ["user_id"]) {
            try await world.service.notifyCreditsDepleted(account: account, to: .user(1))
        }
        await expectRefusal(.invalid, fields: ["user_id"]) {
            try await world.service.notifyCreditsBalance(
                account: account, creditsTotal: 1, creditsRemaining: 0, to: .user(1))
        }
        for (column, number) in [("site_id", 7), ("user_id", 1)] {
            let error = await #expect(throws: PostgresError.self) {
                try await world.pool.write(
                    """
                    insert into notify.notifications (account_id, notification_type, severity, title, \(SQL(verbatim: column)))
                    values (\(account), 'system_info', 'info', 'News', \(number))
                    """)
            }
            #expect(error?.state == .foreignKeyViolation)
        }
        let count = try await world.rows(in: "notifications", of: account)
        #expect(count == 0)
    }
}
