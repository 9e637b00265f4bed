import Notifications

/// A page of the inbox as the server answers it.
struct InboxPage: Decodable {
    struct Item: Decodable {
        struct Site: Decodable, Hashable {
            let id: Int64
            let name: String?
        }

        let id: Int64
        let notificationType: String
        let category: String?
        let severity: String
        let title: String
        let message: String?
        let isRead: Bool
        let createdAt: Moment
        let site: Site?
        let actionUrl: String?
    }

    let count: Int
    /// False: there are more. Not said when it is exact.
    let countExact: Bool?
    let next: String?
    let results: [Item]
}

/// A time in an answer.
struct Moment: Decodable {
    let timestamp: Timestamp

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let timestamp = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no time"))
        }
        self.timestamp = timestamp
    }
}

extension InboxPage {
    /// The cursor of the following page, as the link to it has it; nil at the end. The rest of the link is not followed:
    /// the token goes to the configured address alone.
    func nextCursor(from server: ServerAddress) throws(ClientError) -> String? {
        guard let next else { return nil }
        let query = next.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let pair = query.split(separator: "&").first { $0.hasPrefix("cursor=") }
        let cursor = pair?.dropFirst("cursor=".count) ?? ""
        let isWellFormed = cursor.utf8.allSatisfy { byte in
            UInt8(ascii: "!") <= byte && byte <= UInt8(ascii: "~") && byte != UInt8(ascii: "#")
        }
        guard !cursor.isEmpty, cursor.utf8.count <= 1000, isWellFormed else {
            throw .notOurs(server, "its list has no way on")
        }
        return String(cursor)
    }
}
