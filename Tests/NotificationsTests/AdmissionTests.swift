import FoundationEssentials
import Notifications
import Testing

/// Whom a valid token stands for.
@Suite struct AdmissionTests {
    @Test func `a token makes the account and the user on first sight`() async throws {
        let (directory, account) = try await place()
        let claims = UserClaims(account: account, subject: .id(5), role: .editor, email: "a@example.com", name: "Ann")
        let viewer = try await directory.admit(claims)
        let (user, isNew) = try await directory.put(user: 5, in: account)
        #expect(viewer == Viewer(account: account, user: 5, role: .editor))
        #expect((user.email, user.name, isNew) == ("a@example.com", "Ann", false))
    }

    @Test func `tokens are followed until the host tells, and the host beats them`() async throws {
        let (directory, account) = try await place()
        let claims = { UserClaims(account: account, subject: .id(5), role: $0) }
        let roles = [
            try await directory.admit(claims(nil)).role,
            try await directory.admit(claims(.editor)).role,
            try await directory.admit(claims(nil)).role,
            try await directory.admit(claims(.owner)).role,
        ]
        #expect(roles == [.viewer, .editor, .editor, .owner])
        try await directory.put(user: 5, in: account, UserDetails(role: .viewer))
        let told = try await directory.admit(claims(.owner)).role
        #expect(told == .viewer)
    }

    @Test func `an inactive user is refused until they are active again`() async throws {
        let (directory, account) = try await place()
        let claims = UserClaims(account: account, subject: .id(5), issuedAt: Date())
        try await directory.put(user: 5, in: account, UserDetails(isActive: false))
        await expectRefusal(.forbidden) { try await directory.admit(claims) }
        try await directory.put(user: 5, in: account, UserDetails(isActive: true))
        _ = try await directory.admit(claims)
    }

    @Test(arguments: [true, false])
    func `after a deletion older tokens are refused and newer ones admitted`(ofAccount: Bool) async throws {
        let (directory, account) = try await place()
        let uuid = UUID()
        try await directory.put(user: 5, in: account, UserDetails(uuid: uuid))
        if ofAccount {
            try await directory.delete(account: account)
        } else {
            try await directory.delete(user: 5, in: account)
        }
        // A token's times have whole seconds.
        let second = Date().timeIntervalSince1970.rounded(.down)
        for subject in [UserClaims.Subject.id(5), .uuid(uuid)] {
            for issuedAt in [nil, second - 3600, second - 1] {
                let claims = UserClaims(
                    account: account, subject: subject, issuedAt: issuedAt.map { Date(timeIntervalSince1970: $0) })
                await expectRefusal(.unauthenticated, "\(claims)") { try await directory.admit(claims) }
            }
        }
        let known = try await directory.account(account)
        #expect((known == nil) == ofAccount)
        let newer = Date(timeIntervalSince1970: second + 1)
        _ = try await directory.admit(UserClaims(account: account, subject: .id(5), issuedAt: newer))
        _ = try await directory.admit(UserClaims(account: account, subject: .uuid(uuid), issuedAt: newer))
        let old = UserClaims(account: account, subject: .id(5), issuedAt: Date(timeIntervalSince1970: second - 1))
        await expectRefusal(.unauthenticated) { try await directory.admit(old) }
    }

    @Test func `another user of the account is not touched by a deletion`() async throws {
        let (directory, account) = try await place()
        let claims = UserClaims(account: account, subject: .id(6))
        _ = try await directory.admit(claims)
        try await directory.put(user: 5, in: account)
        try await directory.delete(user: 5, in: account)
        _ = try await directory.admit(claims)
    }

    @Test func `a user known by uuid alone gets one negative id, however many tokens come at once`() async throws {
        let (directory, account) = try await place()
        let uuid = UUID()
        let viewers = try await together(16) { _ in
            try await directory.admit(UserClaims(account: account, subject: .uuid(uuid), role: .editor))
        }
        let other = try await directory.admit(UserClaims(account: account, subject: .uuid(UUID())))
        #expect(Set(viewers.map(\.user)).count == 1)
        #expect(viewers[0].user < 0 && other.user < 0)
        #expect(viewers[0].user != other.user)
        try await directory.put(user: other.user, in: account, UserDetails(role: .admin))
    }

    @Test func `sixteen first sights of one number make one user`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        _ = try await together(16) { _ in
            try await world.directory.admit(UserClaims(account: account, subject: .id(5), role: .editor))
        }
        let users = try await world.rows(in: "users", of: account)
        #expect(users == 1)
    }

    private func place() async throws -> (Directory, Identifier<Account>) {
        let world = try await World.shared.value
        return (world.directory, world.newAccount())
    }
}
