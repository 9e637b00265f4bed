import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Notifications

/// One request on its way to a route: all that a route may ask of it.
struct Call: Sendable {
    let head: HTTPRequest
    let logger: Logger
    /// By which the log's lines about this request are found.
    let requestID: String
    /// The connection that it came on.
    let channel: any Channel

    private let parameters: Parameters
    private let requestBody: CollectedBody

    init(_ request: Request, context: CallContext, bodyLimit: Int) {
        head = request.head
        logger = context.logger
        requestID = context.requestID
        channel = context.channel
        parameters = context.parameters
        requestBody = CollectedBody(request, limit: bodyLimit)
    }

    /// The path and the query, as they were sent.
    var target: String { head.path ?? "/" }

    /// The path alone, as it was sent.
    var path: String { String(target.prefix { $0 != "?" && $0 != "#" }) }

    /// The value of a header field, by its name.
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { head.headerFields[$0] }
    }

    /// A parameter of the path, still percent-encoded. Empty when the route's path has none of that name.
    func parameter(_ name: String) -> String {
        parameters.get(name) ?? ""
    }

    /// A number in the path. What is no positive number of 64 bits cannot be there: 404, not 400.
    func identifier<Subject>(_ name: String, of _: Subject.Type = Subject.self) throws(NotificationError)
        -> Identifier<Subject>
    {
        guard let number = Int64(digits: parameter(name)), number > 0 else { throw Self.nothingThere }
        return Identifier(number)
    }

    /// A user's number in the path, which is negative when it was allotted here, or their UUID.
    func user(_ name: String) throws(NotificationError) -> UserClaims.Subject {
        if let uuid = UUID(uuidString: parameter(name)) { return .uuid(uuid) }
        guard let number = Int64(digits: parameter(name)), number != 0 else { throw Self.nothingThere }
        return .id(Identifier(number))
    }

    /// What `read` makes of the query. All its errors are thrown together, and so is every parameter it did not ask for.
    func query<Value>(_ read: (inout Query) throws -> Value) throws -> Value {
        var query = try Query(target: target)
        let value = try read(&query)
        try query.finish()
        return value
    }

    /// Refuses every query parameter.
    func noQuery() throws {
        try query { _ in }
    }

    /// What `read` makes of the JSON object in the body. All its errors are thrown together, and so is every member it
    /// did not ask for.
    func body<Value>(_ read: (inout Arguments) throws -> Value) async throws -> Value {
        try await finish(JSONBody.parse(jsonBytes(), emptyIsObject: false), read)
    }

    /// As `body`, where no body at all stands for an empty object.
    func optionalBody<Value>(_ read: (inout Arguments) throws -> Value) async throws -> Value {
        try await finish(JSONBody.parse(jsonBytes(), emptyIsObject: true), read)
    }

    /// The members of the JSON object in the body, for what names them itself; none when there is no body.
    func members() async throws -> [String: JSONValue] {
        try JSONBody.parse(await jsonBytes(), emptyIsObject: true)
    }

    /// The body's bytes, up to the limit; 413 when there are more.
    func bytes() async throws -> ByteBuffer {
        try await requestBody.bytes()
    }

    private func jsonBytes() async throws -> [UInt8] {
        let bytes = try await bytes()
        guard bytes.readableBytes == 0 || JSONBody.accepts(contentType: head.headerFields[.contentType]) else {
            throw Problem(.unsupportedMediaType, "The body must be JSON, with Content-Type application/json.")
        }
        let coding = head.headerFields[.contentEncoding]?.lowercased() ?? "identity"
        guard coding == "identity" || coding.isEmpty else {
            throw Problem(
                .unsupportedMediaType, "The body must not be compressed.", headers: [.acceptEncoding: "identity"])
        }
        return [UInt8](buffer: bytes)
    }

    private func finish<Value>(
        _ members: [String: JSONValue], _ read: (inout Arguments) throws -> Value
    ) throws -> Value {
        var arguments = Arguments(members)
        let value = try read(&arguments)
        try arguments.finish()
        return value
    }

    private static let nothingThere = NotificationError(.notFound, "There is nothing at this address.")
}

extension RequestContext {
    /// The number that Hummingbird gives each request. Its own `id` traps where there is none.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "" }
}
