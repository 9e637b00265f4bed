import HTTPTypes
import Hummingbird
import Notifications

extension Demo {
    /// Who a browser is, as its cookie says.
    struct Session {
        let account: DemoAccount
        let member: DemoAccount.Member

        /// What pages fill in.
        var values: Template.Values {
            ["name": .text(member.name), "role": .text(member.role.rawValue), "account": .text(account.name)]
        }
    }

    private static let cookie = "notify_demo"

    /// nil when nobody is signed in.
    func session(_ call: Call) -> Session? {
        let cookies = call.head.headerFields[values: .cookie].flatMap { $0.split(separator: ";") }
        for cookie in cookies {
            let parts = cookie.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == Self.cookie else { continue }
            return Int64(digits: parts[1]).flatMap { session(of: Identifier($0)) }
        }
        return nil
    }

    private func session(of user: Identifier<User>) -> Session? {
        for account in accounts {
            if let member = account.members.first(where: { $0.id == user }) {
                return Session(account: account, member: member)
            }
        }
        return nil
    }

    @Sendable func signIn(_ call: Call) async throws -> Response {
        let user = try await call.form { fields in
            let user = fields.identifier("user", of: User.self)
            if user == nil { fields.refuse("user", "is required") }
            return user
        }
        guard let user, session(of: user) != nil else {
            throw NotificationError.invalid("user", "is nobody of the demo's")
        }
        return remembering("\(user)", Self.inbox)
    }

    @Sendable func signOut(_ call: Call) async throws -> Response {
        remembering("; Max-Age=0", "/demo/")
    }

    private func remembering(_ value: String, _ path: String) -> Response {
        var response = Response.seeOther(path)
        response.headers[.setCookie] = "\(Self.cookie)=\(value); Path=/; HttpOnly; SameSite=Strict"
        return response
    }

    /// A user's token, as a product's own address gives it to our pages.
    @Sendable func token(_ call: Call) async throws -> Response {
        let session = try signedIn(call)
        let user = TokenMint.User(
            "\(session.member.id)", account: session.account.id, role: session.member.role, name: session.member.name)
        let token = try await mint.token(for: user, lifetime: 3600)
        return .json {
            $0.object {
                $0.field("token", token)
                $0.field("name", session.member.name)
                $0.field("account", session.account.name)
            }
        }
    }

    func signedIn(_ call: Call) throws -> Session {
        guard let session = session(call) else {
            throw Problem(
                .unauthorized, "Nobody is signed in: choose somebody at /demo/.", type: "/problems/unauthorized",
                title: "Not authenticated.", headers: [.wwwAuthenticate: "Bearer"])
        }
        return session
    }
}
