import FoundationEssentials

extension Answer {
    /// Why the server did not do what was asked, nil when it did. A 404 is the caller's to put into words.
    func refusal(by server: ServerAddress, hasToken: Bool) -> ClientError? {
        let problem = problem
        let detail = problem?.sentence ?? "\(server) answered \(String(safe: statusLine))."
        switch status {
        case 200..<300:
            return nil
        case 300..<400:
            let place = header("location").map { " to \(String(safe: $0))" } ?? ""
            return .notOurs(server, "it redirects\(place)")
        case 401, 403:
            let hint = hasToken ? "" : ClientError.tokenHint
            return ClientError(.notAllowed, detail + hint, endsAll: status == 401)
        case 429, 503:
            return ClientError(.unavailable, "\(detail) \(retrySentence)")
        case 500...:
            let reference = problem?.requestId.map { " It is request \(String(safe: $0)) in its log." } ?? ""
            return ClientError(.unavailable, detail + reference)
        case _ where problem == nil:
            return .notOurs(server, "it says \(String(safe: statusLine))")
        case 404:
            return ClientError(.notFound, detail)
        default:
            return ClientError(.refused, detail)
        }
    }

    /// RFC 9110, section 10.2.3: seconds, or a date.
    private var retrySentence: String {
        guard let after = header("retry-after"), !after.isEmpty else { return "Try again later." }
        guard let seconds = Int(after), seconds >= 0 else { return "Try again after \(String(safe: after))." }
        return "Try again in \(seconds) \(seconds == 1 ? "second" : "seconds")."
    }

    private var problem: ProblemDetails? {
        isJSON ? try? JSONDecoder.ours.decode(ProblemDetails.self, from: Data(body)) : nil
    }
}

extension ClientError {
    /// For who has no token and needs one.
    static let tokenHint = " Set NOTIFY_TOKEN, or run `notify configure`."
}

/// RFC 9457, as the server writes it.
private struct ProblemDetails: Decodable {
    struct Field: Decodable {
        let field: String
        let message: String
    }

    let detail: String
    let errors: [Field]?
    let requestId: String?

    /// With bad input each field and what is wrong with it.
    var sentence: String {
        guard let errors, !errors.isEmpty else { return String(safe: detail) }
        return String(safe: errors.map { "\($0.field): \($0.message)" }.joined(separator: "; ") + ".")
    }
}
