import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Where a JSON Web Key Set is: a file, or an address on the web.
public enum KeySource: Hashable, Sendable {
    case file(path: String)
    case url(String)

    static let maximumBytes = 262_144
    private static let timeout = TimeAmount.seconds(5)

    /// The set's bytes, as they are now.
    func read() async throws -> [UInt8] {
        switch self {
        case .file(let path):
            let bytes = try Data(contentsOf: URL(filePath: path))
            guard bytes.count <= Self.maximumBytes else { throw Unreadable(reason: "it is too large") }
            return [UInt8](bytes)
        case .url(let address):
            var request = HTTPClientRequest(url: address)
            request.headers.add(name: "accept", value: "application/jwk-set+json, application/json")
            let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
            guard response.status == .ok else { throw Unreadable(reason: "the answer was \(response.status)") }
            return [UInt8](buffer: try await response.body.collect(upTo: Self.maximumBytes))
        }
    }

    struct Unreadable: Error {
        let reason: String
    }
}

extension KeySource: CustomStringConvertible {
    public var description: String {
        switch self {
        case .file(let path): path
        case .url(let url): url
        }
    }
}
