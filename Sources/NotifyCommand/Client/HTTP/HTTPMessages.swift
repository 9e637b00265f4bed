import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension HTTPClientRequest {
    init(_ method: String, _ url: String, token: String?, body: String?) {
        self.init(url: url)
        self.method = HTTPMethod(rawValue: method)
        headers = HTTPHeaders(token: token)
        headers.add(name: "Accept", value: "application/json")
        if let body {
            headers.add(name: "Content-Type", value: "application/json")
            self.body = .bytes(ByteBuffer(string: body))
        }
    }
}

extension HTTPHeaders {
    /// What every request says of who asks.
    init(token: String?) {
        self = ["User-Agent": "notify"]
        if let token { add(name: "Authorization", value: "Bearer \(token)") }
    }
}

extension Answer {
    init(_ response: HTTPClientResponse, limit: Int) async throws {
        let body = try await response.body.collect(upTo: limit)
        self.init(status: response.status, headers: response.headers, body: body)
    }

    init(status: HTTPResponseStatus, headers: HTTPHeaders, body: ByteBuffer) {
        self.init(
            status: Int(status.code), statusLine: "\(status)", headers: headers.map { ($0.name, $0.value) },
            body: Array(body.readableBytesView))
    }
}
