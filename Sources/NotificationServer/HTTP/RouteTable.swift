import HTTPTypes
import Hummingbird
import Notifications

/// All routes of the server, and what they need to know their callers.
struct RouteTable: Sendable {
    /// Who a user's token stands for. Throws when nobody: `AuthenticationFailure` (401) or `NotificationError` (403).
    typealias Resolve = @Sendable (UserToken) async throws -> Viewer

    let routes: [Route]
    /// Answers where there is none.
    let elsewhere: ElsewhereMiddleware.Answer?
    private let verifier: TokenVerifier
    private let resolve: Resolve

    init(
        _ routes: [Route], elsewhere: ElsewhereMiddleware.Answer? = nil, verifier: TokenVerifier,
        resolve: @escaping Resolve
    ) {
        self.routes = routes
        self.elsewhere = elsewhere
        self.verifier = verifier
        self.resolve = resolve
    }

    /// Adds each route to the router, HEAD wherever there is GET, an answer to OPTIONS, and 405 for every other method.
    func register(in router: Router<CallContext>, bodyLimit: Int) {
        var methods: [RouterPath.Key: (path: RouterPath, methods: [HTTPRequest.Method])] = [:]
        for route in routes {
            let path = RouterPath(route.path)
            var known = methods[path.key] ?? (path, [])
            for method in route.method == .get ? [.get, .head] : [route.method] {
                known.methods.append(method)
                router.on(path, method: method) { request, context in
                    try await answer(Call(request, context: context, bodyLimit: bodyLimit), with: route.handler)
                }
            }
            methods[path.key] = known
        }
        for (path, known) in methods.values {
            let allow = (known + [.options]).map(\.rawValue).joined(separator: ", ")
            for method in Self.methods where !known.contains(method) {
                router.on(path, method: method) { request, _ in
                    guard method == .options else { throw Problem.methodNotAllowed(method, allow: allow) }
                    return Response(status: .noContent, headers: [.allow: allow])
                }
            }
        }
    }

    /// The methods that a server may be expected to know (RFC 9110, section 9; RFC 5789). Others are 501.
    static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]

    private func answer(_ call: Call, with handler: Handler) async throws -> Response {
        switch handler {
        case .open(let answer):
            return try await answer(call)
        case .user(let answer):
            let token = try await token(of: call)
            guard case .user(let user) = token.caller else {
                throw NotificationError(.forbidden, "This takes a user's token, not a service's.")
            }
            return try await self.answer(call, for: user, token, with: answer)
        case .socket(let answer):
            let bearer = try BearerToken.read(call.head.headerFields, orAmong: .secWebSocketProtocol)
            guard case .user(let user) = try await verifier.token(bearer).caller else {
                throw NotificationError(.forbidden, "This takes a user's token, not a service's.")
            }
            return try await answer(Admission(user, by: resolve), call)
        case .service(let scope, let answer):
            guard case .service(let service) = try await token(of: call).caller else {
                throw NotificationError(.forbidden, "This takes a service's token, not a user's.")
            }
            try service.require(scope)
            return try await answer(service, call)
        case .either(let scope, let answerUser, let answerService):
            let token = try await token(of: call)
            switch token.caller {
            case .user(let user):
                return try await answer(call, for: user, token, with: answerUser)
            case .service(let service):
                try service.require(scope)
                return try await answerService(service, call)
            }
        }
    }

    /// Answers whom the token stood for last time: that it still does is checked with what they ask for, in one round
    /// trip. Whom it stands for now is found out when it does not; and before a refusal, which may be owed to what has
    /// changed since.
    private func answer(
        _ call: Call, for user: UserToken, _ token: VerifiedToken, with answer: Handler.ForUser
    ) async throws -> Response {
        guard let last = token.viewer else {
            return try await answer(admit(user, token), call)
        }
        do {
            return try await answer(last, call)
        } catch let error where error is ViewerChanged || error.isRefusal {
            token.viewer = nil
            let viewer = try await admit(user, token)
            guard error is ViewerChanged || viewer != last else { throw error }
            return try await answer(viewer, call)
        }
    }

    /// Whom the token stands for now. Just found out, it need not be checked again this time.
    private func admit(_ user: UserToken, _ token: VerifiedToken) async throws -> Viewer {
        var viewer = try await resolve(user)
        // One without claims could not be checked again.
        if viewer.claims != nil { token.viewer = viewer }
        viewer.claims = nil
        return viewer
    }

    private func token(of call: Call) async throws -> VerifiedToken {
        try await verifier.token(BearerToken.read(call.head.headerFields))
    }
}

extension Error {
    /// Whether it tells the caller that they or what they ask for is amiss, rather than that something went wrong here.
    fileprivate var isRefusal: Bool {
        switch self {
        case let error as NotificationError: ![.unavailable, .outcomeUnknown].contains(error.code)
        case is Problem: true
        default: false
        }
    }
}

extension ServiceToken {
    fileprivate func require(_ scope: String) throws(NotificationError) {
        guard scopes.contains(scope) else {
            throw NotificationError(.forbidden, "This takes a token with the scope \(scope).")
        }
    }
}

extension RouterPath {
    /// What two routes must share to be one path with two methods.
    fileprivate typealias Key = String
    fileprivate var key: Key { description }
}

extension Problem {
    fileprivate static func methodNotAllowed(_ method: HTTPRequest.Method, allow: String) -> Problem {
        Problem(.methodNotAllowed, #"Method "\#(method.rawValue)" not allowed."#, headers: [.allow: allow])
    }
}
