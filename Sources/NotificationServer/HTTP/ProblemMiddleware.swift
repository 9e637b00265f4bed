import HTTPTypes
import Hummingbird
import Logging

/// Turns every error into a problem, so that no other format of error ever leaves the server.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = CallContext

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let isUnknown = (error as? HTTPError)?.status == .notFound
            if isUnknown, !RouteTable.methods.contains(request.method) {
                return Problem(.notImplemented, "This method is not known here.").response
            }
            guard let problem = Problem(error) else {
                context.logger.error(
                    "A request failed.",
                    metadata: [
                        "method": "\(request.method)", "path": "\(request.uri.path)",
                        "error": "\(String(reflecting: error))",
                    ]
                )
                return Problem.internalError(requestID: context.requestID).response
            }
            if problem.status.code >= 500 {
                // What is refused on purpose may be asked for very often.
                context.logger.log(
                    level: error is Problem ? .debug : .error,
                    "A request could not be served.",
                    metadata: [
                        "method": "\(request.method)", "path": "\(request.uri.path)", "error": "\(problem.detail)",
                    ]
                )
            }
            return problem.response
        }
    }
}
