import NIOCore
import NIOWebSocket
import Notifications

/// How a client wants to be told: the subprotocol it has chosen.
enum SocketShape: String, CaseIterable, Sendable {
    /// Objects as the REST calls of the first source document have them.
    case notify = "notify.v1"
    /// Objects as the second source document has them, with UUIDs for ids.
    case orion = "orion.v1"

    /// The frame that tells of it: JSON text, `{"type": …, "data": …}`.
    func frame(_ event: LiveEvent, _ catalogue: Catalogue) -> ByteBuffer {
        guard case .created(let created) = event else { return ByteBuffer(frame: .text, message(event)) }
        return created.rendering(rawValue) { notification in
            var writer = JSONWriter()
            writer.message("notification") { data in
                switch self {
                case .notify: data.notification(notification, catalogue)
                case .orion: data.orion(notification, catalogue)
                }
            }
            return ByteBuffer(frame: .text, writer.buffer)
        }
    }

    private func message(_ event: LiveEvent) -> ByteBuffer {
        var writer = JSONWriter(capacity: 96)
        switch event {
        case .created: break
        case .read(let ids): writer.message("notification.read") { write(ids, to: &$0) }
        case .unread(let ids): writer.message("notification.unread") { write(ids, to: &$0) }
        case .deleted(let ids): writer.message("notification.deleted") { write(ids, to: &$0) }
        case .readThrough(let last, let part):
            writer.message("notification.read") { data in
                data.object {
                    $0.key("through")
                    write(last, to: &$0)
                    if part != .everything { $0.field("only", part.rawValue) }
                }
            }
        case .count(let count, let head):
            writer.message("notification.count") { data in
                data.object {
                    $0.field(self == .notify ? "unread_count" : "count", count)
                    $0.key("head")
                    write(head, to: &$0)
                }
            }
        case .reset: writer.message("reset") { $0.object { _ in } }
        }
        return writer.buffer
    }

    private func write(_ ids: [Identifier<Notification>], to data: inout JSONWriter) {
        data.object {
            $0.key("ids")
            $0.array { for id in ids { write(id, to: &$0) } }
        }
    }

    private func write(_ id: Identifier<Notification>, to data: inout JSONWriter) {
        switch self {
        case .notify: data.value(id)
        case .orion: data.value(id.uuid)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func message(_ type: String, _ data: (inout JSONWriter) -> Void) {
        object {
            $0.field("type", type)
            $0.key("data")
            data(&$0)
        }
    }
}
