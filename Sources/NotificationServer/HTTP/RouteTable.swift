import HTTPTypes
import Hummingbird
import Notifications

/// All routes of the server, and what they need to know their callers.
struct RouteTable: Sendable {
    /// Who a user's token stands for. Throws when nobody: `AuthenticationFailure` (401) or `NotificationError` (403).
    typealias Resolve = @Sendable (UserToken) async throws -> Viewer

    let routes: [Route]
    private let verifier: TokenVerifier
    private let resolve: Resolve

    init(_ routes: [Route], verifier: TokenVerifier, resolve: @escaping Resolve) {
        self.routes = routes
        self.verifier = verifier
        self.resolve = resolve
    }

    /// Adds each route to the router, HEAD wherever there is GET, an answer to OPTIONS, and 405 for every other method.
    func register(in router: Router<BasicRequestContext>, bodyLimit: Int) {
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
            guard case .user(let token) = try await caller(of: call) else {
                throw NotificationError(.forbidden, "This takes a user's token, not a service's.")
            }
            return try await answer(resolve(token), call)
        case .service(let scope, let answer):
            guard case .service(let token) = try await caller(of: call) else {
                throw NotificationError(.forbidden, "This takes a service's token, not a user's.")
            }
            try token.require(scope)
            return try await answer(token, call)
        case .either(let scope, let answerUser, let answerService):
            switch try await caller(of: call) {
            case .user(let token):
                return try await answerUser(resolve(token), call)
            case .service(let token):
                try token.require(scope)
                return try await answerService(token, call)
            }
        }
    }

    private func caller(of call: Call) async throws -> Caller {
        try await verifier.verify(BearerToken.read(call.head.headerFields))
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
