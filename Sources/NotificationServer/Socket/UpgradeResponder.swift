import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Answers a wish to upgrade in a task of its own. The connection's task lives as long as the socket does, and keeps for
/// good what deep calls once took of it, and its last request: 18 KiB for each socket, as much as all the rest.
struct UpgradeResponder<Base: HTTPResponder>: HTTPResponder where Base.Context == CallContext {
    private let base: Base

    init(_ base: Base) {
        self.base = base
    }

    func respond(to request: Request, context: CallContext) async throws -> Response {
        guard request.headers[.upgrade] != nil else { return try await base.respond(to: request, context: context) }
        let body = request.body
        // Not `async let`, whose room is in this task.
        let answer = Task { [base] in
            let head = try await SocketUpgrader.takeRequest(on: context.channel) ?? request.head
            return try await base.respond(to: Request(head: head, body: body), context: context)
        }
        return try await withTaskCancellationHandler {
            try await answer.value
        } onCancel: {
            answer.cancel()
        }
    }
}
