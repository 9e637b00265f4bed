import HTTPTypes
import Hummingbird

extension Response {
    /// An answer that `body` writes.
    static func json(
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter()
        try body(&writer)
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: writer.buffer))
    }

    /// An answer without a body.
    static var noContent: Response { Response(status: .noContent) }
}
