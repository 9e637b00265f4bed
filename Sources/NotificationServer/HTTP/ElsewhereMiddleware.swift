import HTTPTypes
import Hummingbird

/// Answers where there is no route, if it wants to.
struct ElsewhereMiddleware: RouterMiddleware {
    typealias Context = CallContext
    /// nil: there is nothing at this address.
    typealias Answer = @Sendable (Call) async throws -> Response?

    let bodyLimit: Int
    let answer: Answer

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let call = Call(request, context: context, bodyLimit: bodyLimit)
            guard let response = try await answer(call) else { throw error }
            return response
        }
    }
}
