import HTTPTypes
import Hummingbird

/// An error as HTTP tells it: `application/problem+json` (RFC 9457). Throw one to answer with it.
struct Problem: Error {
    struct Field: Hashable {
        let field: String
        let message: String
    }

    let status: HTTPResponse.Status
    /// Stable for each kind of error, for programs to tell them apart; `about:blank` when the status says it all.
    let type: String
    let title: String
    let detail: String
    let fields: [Field]
    /// Beyond the usual ones: `Allow`, `Retry-After`, `WWW-Authenticate`.
    var headers: HTTPFields
    /// By which the log's line about it is found. Only of errors that are ours.
    var requestID: String?

    init(
        _ status: HTTPResponse.Status,
        _ detail: String,
        type: String = "about:blank",
        title: String? = nil,
        fields: [Field] = [],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.type = type
        self.title = title ?? status.reasonPhrase
        self.detail = detail
        self.fields = fields
        self.headers = headers
    }

    var response: Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response.json(status: status, headers: headers) { writer in
            writer.object { writer in
                writer.key("type")
                writer.string(type)
                writer.key("title")
                writer.string(title)
                writer.key("status")
                writer.int(status.code)
                writer.key("detail")
                writer.string(detail)
                if !fields.isEmpty {
                    writer.key("errors")
                    writer.array { writer in
                        for field in fields {
                            writer.object { writer in
                                writer.key("field")
                                writer.string(field.field)
                                writer.key("message")
                                writer.string(field.message)
                            }
                        }
                    }
                }
                if let requestID {
                    writer.key("request_id")
                    writer.string(requestID)
                }
            }
        }
    }
}
