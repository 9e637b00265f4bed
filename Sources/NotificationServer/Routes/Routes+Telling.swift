import HTTPTypes
import Hummingbird
import Notifications

extension Routes {
    /// How a host tells of its accounts, users and sites. `PUT` says what is; said again, it changes nothing.
    var telling: [Route] {
        let account = "/api/v1/accounts/{account_id}/"
        return [
            Route(.put, account, .service(scope: Scope.write, putAccount)),
            Route(.delete, account, .service(scope: Scope.admin, deleteAccount)),
            Route(.put, account + "users/{user_id}/", .service(scope: Scope.write, putUser)),
            Route(.delete, account + "users/{user_id}/", .service(scope: Scope.admin, deleteUser)),
            Route(.put, account + "sites/{site_id}/", .service(scope: Scope.write, putSite)),
            Route(.delete, account + "sites/{site_id}/", .service(scope: Scope.admin, deleteSite)),
        ]
    }

    @Sendable private func putAccount(_ token: ServiceToken, _ call: Call) async throws -> Response {
        let id = try account(token, call)
        let (name, scope) = try await call.optionalBody {
            ($0.optionalString("name", limit: Limit.name), $0.optionalChoice("read_scope", of: ReadScope.self))
        }
        let (account, isNew) = try await directory.put(account: id, name: name, readScope: scope)
        return .json(status: isNew ? .created : .ok) { account.write(to: &$0) }
    }

    @Sendable private func deleteAccount(_ token: ServiceToken, _ call: Call) async throws -> Response {
        try await directory.delete(account: account(token, call))
        return .noContent
    }

    @Sendable private func putUser(_ token: ServiceToken, _ call: Call) async throws -> Response {
        let account = try account(token, call)
        let subject = try call.user("user_id")
        let details = try await call.optionalBody {
            UserDetails(
                uuid: $0.optionalUUID("uuid"),
                email: $0.optionalString("email", limit: Limit.email),
                name: $0.optionalString("name", limit: Limit.name),
                role: $0.optionalChoice("role"),
                isActive: $0.optionalBool("is_active")
            )
        }
        let (user, isNew) =
            switch subject {
            case .id(let id): try await directory.put(user: id, in: account, details)
            case .uuid(let uuid): try await directory.put(user: uuid, in: account, details)
            }
        return .json(status: isNew ? .created : .ok) { user.write(to: &$0) }
    }

    @Sendable private func deleteUser(_ token: ServiceToken, _ call: Call) async throws -> Response {
        let account = try account(token, call)
        guard let user = try await directory.find(call.user("user_id"), in: account) else {
            throw NotificationError(.notFound, "No such user.")
        }
        try await directory.delete(user: user, in: account)
        return .noContent
    }

    @Sendable private func putSite(_ token: ServiceToken, _ call: Call) async throws -> Response {
        let account = try account(token, call)
        let id = try call.identifier("site_id", of: Site.self)
        let name = try await call.optionalBody { $0.optionalString("name", limit: Limit.name) }
        let (site, isNew) = try await directory.put(site: id, in: account, name: name)
        return .json(status: isNew ? .created : .ok) { site.write(to: &$0) }
    }

    @Sendable private func deleteSite(_ token: ServiceToken, _ call: Call) async throws -> Response {
        try await directory.delete(site: call.identifier("site_id"), in: account(token, call))
        return .noContent
    }

    /// The account in the path, if the token may act for it.
    private func account(_ token: ServiceToken, _ call: Call) throws -> Identifier<Account> {
        try call.noQuery()
        let account = try call.identifier("account_id", of: Account.self)
        try token.mayAct(for: account)
        return account
    }
}
