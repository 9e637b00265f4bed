import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NotificationServer
import Testing

extension RunningNotify {
    var port: Int { Int(address.split(separator: ":").last ?? "") ?? 0 }

    /// Announces to the account of the demo; its id.
    func announce(_ title: String, key: String? = nil) async throws -> Int64 {
        let (status, id) = try await post(title, key: key)
        try #require(status == 201, "\(status)")
        return id
    }

    /// As often as needed, until it is known to be there.
    func announceWhatever(_ title: String, key: String) async throws -> Int64 {
        while true {
            if let (status, id) = try? await post(title, key: key), [200, 201].contains(status) { return id }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func post(_ title: String, key: String?) async throws -> (status: Int, id: Int64) {
        let mint = TokenMint(secret: Secret("the same thirty-two bytes for each of them"))
        var request = HTTPClientRequest(url: address + "/api/v1/notifications/")
        request.method = .POST
        let token = try await mint.token(service: "tests", scopes: ["notifications:write"])
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Content-Type", value: "application/json")
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        let body = #"{"account_id": 1, "notification_type": "system_info", "title": "\#(title)"}"#
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: 1 << 20)
        struct Made: Decodable { let id: Int64 }
        let made = try? JSONDecoder().decode(Made.self, from: Data(answer.readableBytesView))
        return (Int(response.status.code), made?.id ?? 0)
    }
}
