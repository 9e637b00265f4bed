import HTTPTypes
import Hummingbird
import Notifications

/// One method of one path, and who may call it.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// `/api/v1/notifications/{id}/read/`. Answers with and without the slash at the end.
    let path: String
    let handler: Handler

    init(_ method: HTTPRequest.Method, _ path: String, _ handler: Handler) {
        self.method = method
        self.path = path
        self.handler = handler
    }
}

/// What answers, and to whom. A function cannot be reached without the caller that its type asks for.
enum Handler: Sendable {
    typealias ForAnybody = @Sendable (Call) async throws -> Response
    typealias ForUser = @Sendable (Viewer, Call) async throws -> Response
    typealias ForSocket = @Sendable (Admission, Call) async throws -> Response
    typealias ForService = @Sendable (ServiceToken, Call) async throws -> Response

    /// Anybody, without a token.
    case open(ForAnybody)
    /// A user's token.
    case user(ForUser)
    /// A user's token, in a header or among the subprotocols; what answers goes on talking to them.
    case socket(ForSocket)
    /// A service's token that has the scope.
    case service(scope: String, ForService)
    /// A user's token, or a service's that has the scope.
    case either(scope: String, user: ForUser, service: ForService)
}
