import AsyncHTTPClient
import NIOCore

// HTTP's own types are in a module that this target does not depend on: they are made and read by what the standard
// library knows of them.

extension HTTPClientRequest {
    init(_ method: String, _ url: String, token: String?, body: String?) {
        self.init(url: url)
        self.method = named(method) ?? self.method
        headers = fields(token: token, hasBody: body != nil)
        if let body { self.body = .bytes(ByteBuffer(string: body)) }
    }
}

extension Answer {
    init(_ response: HTTPClientResponse, limit: Int) async throws {
        statusLine = "\(response.status)"
        status = Int(statusLine.prefix { $0 != " " }) ?? 0
        headers = response.headers.map { ($0.name, $0.value) }
        body = Array(try await response.body.collect(upTo: limit).readableBytesView)
    }
}

private func named<Method: RawRepresentable<String>>(_ name: String) -> Method? {
    Method(rawValue: name)
}

private func fields<Headers: ExpressibleByDictionaryLiteral>(
    token: String?, hasBody: Bool
) -> Headers where Headers.Key == String, Headers.Value == String {
    let (json, program) = ("application/json", "notify")
    return switch (token, hasBody) {
    case (nil, false): ["Accept": json, "User-Agent": program]
    case (nil, true): ["Accept": json, "User-Agent": program, "Content-Type": json]
    case (let token?, false): ["Accept": json, "User-Agent": program, "Authorization": "Bearer \(token)"]
    case (let token?, true):
        ["Accept": json, "User-Agent": program, "Authorization": "Bearer \(token)", "Content-Type": json]
    }
}
