import HTTPTypes
import Hummingbird

/// Lets pages of certain other origins call the server (the CORS part of the WHATWG Fetch standard), without cookies.
struct CrossOriginMiddleware: RouterMiddleware {
    typealias Context = CallContext

    let origins: AllowedOrigins

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let allowed = origins.answer(to: request.headers[.origin])
        var response: Response
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            response = Response(status: .noContent)
            if allowed != nil {
                response.headers[.accessControlAllowMethods] = "GET, HEAD, POST, PUT, PATCH, DELETE"
                response.headers[.accessControlAllowHeaders] =
                    "Authorization, Content-Type, Idempotency-Key, If-None-Match"
                response.headers[.accessControlMaxAge] = "600"
            }
        } else {
            response = try await next(request, context)
            // Some are for every origin, whoever may call.
            guard response.headers[.accessControlAllowOrigin] == nil else { return response }
            if allowed != nil {
                response.headers[.accessControlExposeHeaders] = "ETag, Location, Retry-After, WWW-Authenticate"
            }
        }
        response.headers[.accessControlAllowOrigin] = allowed
        if case .listed = origins { response.headers[values: .vary].append("Origin") }
        return response
    }
}

extension AllowedOrigins {
    /// The value of `Access-Control-Allow-Origin`, or nil for an origin that is not allowed.
    fileprivate func answer(to origin: String?) -> String? {
        switch self {
        case .any: "*"
        case .listed(let origins): origin.flatMap { origins.contains($0) ? $0 : nil }
        case .none: nil
        }
    }
}
