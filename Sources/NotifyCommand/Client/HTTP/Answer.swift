import FoundationEssentials
import Notifications

/// What the server answered, whole.
struct Answer: Sendable {
    var status: Int
    /// `502 Bad Gateway`.
    var statusLine: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    /// The first header of the name, in any case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    var isJSON: Bool {
        let type = header("content-type")?.lowercased() ?? ""
        return type.hasPrefix("application/json") || type.hasPrefix("application/problem+json")
    }

    /// The body as what it should be.
    /// - Throws: when it is something else, such as a page of a proxy.
    func decoded<Value: Decodable>(as type: Value.Type = Value.self, from server: ServerAddress) throws(ClientError)
        -> Value
    {
        guard isJSON, let value = try? JSONDecoder.ours.decode(type, from: Data(body)) else {
            throw .notOurs(server, "its answer cannot be read")
        }
        return value
    }
}

extension JSONDecoder {
    /// For what the server writes: its names have underscores.
    static var ours: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}

extension ClientError {
    static func notOurs(_ server: ServerAddress, _ reason: String) -> ClientError {
        ClientError(
            .badAnswer, "\(server) does not answer like a notify server: \(reason). Is the address right?",
            endsAll: true)
    }
}
