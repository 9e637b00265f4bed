import HTTPTypes
import Hummingbird
import NIOCore
import Notifications

/// The one table from errors to answers.
extension Problem {
    init(_ error: NotificationError) {
        let retry: HTTPFields = [.retryAfter: "1"]
        let (status, type, title, headers): (HTTPResponse.Status, String, String, HTTPFields) =
            switch error.code {
            case .invalid: (.badRequest, "invalid", "The request is not valid.", [:])
            case .notFound: (.notFound, "not-found", "Not found.", [:])
            case .unauthenticated:
                (.unauthorized, "unauthorized", "Not authenticated.", [.wwwAuthenticate: Self.challenge(error.message)])
            case .forbidden: (.forbidden, "forbidden", "Not allowed.", [:])
            case .conflict: (.conflict, "conflict", "It conflicts with an earlier request.", [:])
            case .unavailable: (.serviceUnavailable, "unavailable", "Not available right now.", retry)
            case .outcomeUnknown: (.serviceUnavailable, "outcome-unknown", "The outcome is not known.", retry)
            }
        self.init(
            status,
            error.message,
            type: "/problems/\(type)",
            title: title,
            fields: error.fields.map { Field(field: $0.field, message: $0.message) },
            headers: headers
        )
    }

    /// RFC 6750, section 3: no error code when there was no token, `invalid_token` when there was a bad one.
    init(_ failure: AuthenticationFailure) {
        let challenge =
            switch failure {
            case .missing: "Bearer"
            case .invalid(let reason): Self.challenge(reason)
            }
        self.init(
            .unauthorized,
            failure.sentence,
            type: "/problems/unauthorized",
            title: "Not authenticated.",
            headers: [.wwwAuthenticate: challenge]
        )
    }

    /// What is thrown by the framework, by us, or by a mistake of ours; nil for the last.
    init?(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as NotificationError: self.init(error)
        case let failure as AuthenticationFailure: self.init(failure)
        case let error as HTTPError where error.status.code < 500:
            self.init(error.status, error.body ?? Self.sentence(for: error.status), headers: error.headers)
        case let error as any HTTPResponseError where error.status.code < 500:
            self.init(error.status, Self.sentence(for: error.status))
        default: return nil
        }
    }

    /// A mistake of ours, about which nothing is told but where to look it up.
    static func internalError(requestID: String) -> Problem {
        var problem = Problem(.internalServerError, "Something went wrong here. It has been logged.")
        problem.requestID = requestID
        return problem
    }

    static func bodyTooLarge(limit: Int) -> Problem {
        Problem(
            .contentTooLarge,
            "The body may be at most \(limit) bytes long.",
            // What is left of the body is not worth reading to its end.
            headers: [.connection: "close"]
        )
    }

    private static func challenge(_ reason: String) -> String {
        #"Bearer error="invalid_token", error_description="\#(reason.headerText)""#
    }

    private static func sentence(for status: HTTPResponse.Status) -> String {
        status == .notFound ? "There is nothing at this address." : "\(status.reasonPhrase)."
    }
}

extension String {
    /// Fit for a quoted string in a header: printable ASCII without quotes and backslashes.
    fileprivate var headerText: String {
        let fit = unicodeScalars.map { (" "..."~").contains($0) && $0 != "\"" && $0 != "\\" ? $0 : "'" }
        return String(String.UnicodeScalarView(fit))
    }
}
