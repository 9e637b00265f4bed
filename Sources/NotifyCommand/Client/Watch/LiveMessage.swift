import FoundationEssentials

/// What the server tells over the socket.
enum LiveMessage {
    /// How many are unread. The first on a connection tells where it begins: nothing newer than the head has been told of.
    case count(unread: Int, head: Int64)
    /// - `json`: the object as it came.
    case notification(InboxPage.Item, json: String)
    /// What is known may be out of date: to be read anew.
    case reset
    /// What does not concern who only wants to see what is new, or what later servers tell.
    case other

    private struct Kind: Decodable {
        let type: String
    }

    private struct Message<Payload: Decodable>: Decodable {
        let data: Payload
    }

    private struct Count: Decodable {
        let unreadCount: Int
        let head: Int64
    }

    init(_ bytes: [UInt8], from server: ServerAddress) throws(ClientError) {
        func decoded<Value: Decodable>(_ type: Value.Type) throws(ClientError) -> Value {
            guard let value = try? JSONDecoder.ours.decode(type, from: Data(bytes)) else {
                throw .notOurs(server, "its message cannot be read")
            }
            return value
        }
        switch try decoded(Kind.self).type {
        case "notification.count":
            let count = try decoded(Message<Count>.self).data
            self = .count(unread: count.unreadCount, head: count.head)
        case "notification":
            let item = try decoded(Message<InboxPage.Item>.self).data
            self = .notification(item, json: JSONSlices.value(of: "data", in: bytes) ?? "{}")
        case "reset": self = .reset
        default: self = .other
        }
    }
}
