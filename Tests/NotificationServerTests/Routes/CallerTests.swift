import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// Every route of the server asks who calls.
@Suite struct CallerTests {
    static let routes = Route.all.filter { !$0.handler.isOpen }

    static func tokens(_ account: Int64) async throws -> [(name: String, token: String)] {
        let id = Identifier<Account>(account)
        let (mint, past) = (LiveServer.mint, Date(timeIntervalSinceNow: -7200))
        let stranger = TokenMint(secret: Secret("another secret of tests, long enough"))
        let good = try await mint.token(for: .init("1", account: id))
        let (head, tail) = (good.prefix { $0 != "." }, good.reversed().prefix { $0 != "." }.reversed())
        let owner = Base64URL.encode(#"{"sub":"1","account_id":\#(account),"role":"owner","exp":99999999999}"#.utf8)
        let none = Base64URL.encode(#"{"alg":"none"}"#.utf8)
        return [
            ("expired user", try await mint.token(for: .init("1", account: id), now: past)),
            ("expired service", try await mint.token(service: "x", scopes: [Scope.write, Scope.admin], now: past)),
            ("user of another secret", try await stranger.token(for: .init("1", account: id, role: .owner))),
            ("service of another secret", try await stranger.token(service: "x", scopes: [Scope.write, Scope.admin])),
            ("changed claims", "\(head).\(owner).\(String(tail))"), ("unsigned", "\(none).\(owner).AA"),
            ("no account", try await mint.token(for: .init("1"))), ("garbage", "garbage"),
        ]
    }

    @Test func `without a token, or with one that is not to be believed, there is nobody`() async throws {
        let tenant = try await Tenant()
        let tokens = try await Self.tokens(tenant.id)
        for route in Self.routes {
            let path = route.path.filledIn
            let answer = try await tenant.server.http.send(route.verb, path)
            #expect(answer.status == 401 && answer["www-authenticate"] == "Bearer", "\(route.name)")
            for (name, token) in tokens {
                let answer = try await tenant.send(route.verb, path, as: token)
                // Where a service is called for, a user is refused before it is asked which account's.
                let expected = name == "no account" && !route.handler.takesUsers ? 403 : 401
                #expect(answer.status == expected, "\(route.name): \(name)")
                let challenge = answer["www-authenticate"] ?? ""
                #expect(
                    expected == 403 || challenge.hasPrefix(#"Bearer error="invalid_token""#),
                    "\(route.name): \(name)")
            }
        }
    }

    @Test func `a user's token does not do for a service's, nor a service's for a user's`() async throws {
        let tenant = try await Tenant()
        let owner = try await tenant.token("9", role: .owner)
        let unscoped = try await LiveServer.mint.token(service: "x", scopes: ["notifications:read"])
        for route in Self.routes {
            let (method, path) = (route.verb, route.path.filledIn)
            if !route.handler.takesUsers {
                #expect(try await tenant.send(method, path, as: owner).status == 403, "\(route.name)")
            }
            if !route.handler.takesServices {
                #expect(try await tenant.send(method, path, as: tenant.service).status == 403, "\(route.name)")
            }
            #expect(try await tenant.send(method, path, as: unscoped).status == 403, "\(route.name)")
        }
    }

    @Test func `a scope is good for its own routes alone`() async throws {
        let tenant = try await Tenant()
        for scope in [Scope.write, Scope.admin] {
            let token = try await LiveServer.mint.token(
                service: "x", scopes: [scope], account: Identifier(tenant.id))
            for route in Self.routes {
                guard case .service(let needed, _) = route.handler, needed != scope else { continue }
                let answer = try await tenant.send(route.verb, route.path.filledIn, as: token)
                #expect(answer.status == 403 && answer.json["detail"]?.text?.contains(needed) == true)
            }
        }
    }

    @Test func `whoever has no token learns nothing of what there is`() async throws {
        let tenant = try await Tenant()
        let id = try await tenant.created()
        for path in ["/api/v1/notifications/\(id)/", "/api/v1/notifications/\(id + 999_999)/"] {
            let answer = try await tenant.server.http.send("GET", path)
            #expect(answer.status == 401 && answer.json["detail"]?.text?.contains("credentials") == true)
        }
    }
}

extension Handler {
    fileprivate var takesUsers: Bool {
        switch self {
        case .user, .either, .socket: true
        case .open, .service: false
        }
    }

    fileprivate var takesServices: Bool {
        switch self {
        case .service, .either: true
        case .open, .user, .socket: false
        }
    }
}
