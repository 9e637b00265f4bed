import HTTPTypes
import Hummingbird
import Logging

/// What every answer has in common, and one line in the log about it.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = CallContext

    let bodyLimit: Int

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyLimit {
            // Nobody has read that body; the connection is not worth reading it to its end.
            response.headers[.connection] = "close"
        }
        if request.method == .head, response.status != .notModified { response = response.createHeadResponse() }
        context.logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "duration": "\(ContinuousClock.now - start)",
            ]
        )
        return response
    }
}
