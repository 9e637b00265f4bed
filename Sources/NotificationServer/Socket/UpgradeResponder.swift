import HTTPTypes
import Hummingbird

/// Answers a wish to upgrade in a task of its own. The connection's task lives as long as the socket does, and keeps for
/// good what deep calls once took of it: 16 KiB for each socket, as much as all the rest.
struct UpgradeResponder<Base: HTTPResponder>: HTTPResponder where Base.Context: Sendable {
    private let base: Base

    init(_ base: Base) {
        self.base = base
    }

    func respond(to request: Request, context: Base.Context) async throws -> Response {
        guard request.headers[.upgrade] != nil else { return try await base.respond(to: request, context: context) }
        // Not `async let`, whose room is in this task.
        let answer = Task { [base] in try await base.respond(to: request, context: context) }
        return try await withTaskCancellationHandler {
            try await answer.value
        } onCancel: {
            answer.cancel()
        }
    }
}
