import NIOCore
import NIOWebSocket
import Notifications
import Testing

@testable import NotificationServer

/// What is told, in either shape.
@Suite struct MessagesTests {
    static func text(_ event: LiveEvent, _ shape: SocketShape) -> String {
        var frame = shape.frame(event, .standard)
        let head = frame.readBytes(length: 2) ?? []
        if head.last == 126 { frame.moveReaderIndex(forwardBy: 2) }
        return String(buffer: frame)
    }

    static func uuid(_ id: Int64) -> String { "\(Identifier<Notification>(id).uuid)".lowercased() }

    @Test func `what changes is told by the ids`() {
        let ids: [Identifier<Notification>] = [1, 20]
        for (event, name) in [
            (LiveEvent.read(ids), "notification.read"), (.unread(ids), "notification.unread"),
            (.deleted(ids), "notification.deleted"),
        ] {
            #expect(Self.text(event, .notify) == #"{"type":"\#(name)","data":{"ids":[1,20]}}"#)
            let uuids = #"["\#(Self.uuid(1))","\#(Self.uuid(20))"]"#
            #expect(Self.text(event, .orion) == #"{"type":"\#(name)","data":{"ids":\#(uuids)}}"#)
        }
    }

    @Test func `what is read up to a point is told by the point, and by the part when it is not everything`() {
        for (part, only) in [
            (LiveEvent.Part.everything, ""), (.account, #","only":"account""#), (.personal, #","only":"personal""#),
        ] {
            let event = LiveEvent.readThrough(9, of: part)
            #expect(
                Self.text(event, .notify) == #"{"type":"notification.read","data":{"through":9\#(only)}}"#)
            #expect(
                Self.text(event, .orion)
                    == #"{"type":"notification.read","data":{"through":"\#(Self.uuid(9))"\#(only)}}"#)
        }
    }

    @Test func `the count and the head are told together`() {
        let event = LiveEvent.count(3, head: 123)
        #expect(Self.text(event, .notify) == #"{"type":"notification.count","data":{"unread_count":3,"head":123}}"#)
        #expect(
            Self.text(event, .orion) == #"{"type":"notification.count","data":{"count":3,"head":"\#(Self.uuid(123))"}}"#
        )
        #expect(Self.text(.reset, .notify) == #"{"type":"reset","data":{}}"#)
        #expect(Self.text(.reset, .orion) == #"{"type":"reset","data":{}}"#)
    }

    @Test func `a new notification is told as REST has it, and written once for all`() throws {
        let created = LiveNotification.example(5)
        for shape in SocketShape.allCases {
            var writer = JSONWriter()
            switch shape {
            case .notify: writer.notification(created.notification, .standard)
            case .orion: writer.orion(created.notification, .standard)
            }
            let object = String(buffer: writer.buffer)
            #expect(Self.text(.created(created), shape) == #"{"type":"notification","data":\#(object)}"#)
            let frames = (0..<2).map { _ in shape.frame(.created(created), .standard) }
            let places = frames.map { $0.withUnsafeReadableBytes { $0.baseAddress } }
            #expect(places[0] == places[1] && places[0] != nil)
        }
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func `a frame has the shortest head that will do`(length: Int) {
        let payload = ByteBuffer(repeating: 0x78, count: length)
        let frame = ByteBuffer(frame: .text, payload)
        let head: [UInt8] =
            switch length {
            case ...125: [UInt8(length)]
            case ...65_535: [126, UInt8(length >> 8), UInt8(length & 255)]
            default: [127, 0, 0, 0, 0, 0, UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255)]
            }
        #expect(Array(frame.readableBytesView) == [0x81] + head + Array(payload.readableBytesView))
    }

    @Test func `a large notification arrives whole`() async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed) { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            try await eventually { feed.subscribers.count == 1 }
            let lengths = [10, 200, 70_000]
            feed.tell(
                lengths.map { .created(.example(Int64($0), message: String(repeating: "ü", count: $0))) } + [.reset])
            _ = try await socket.message()
            for length in lengths {
                let message = try await socket.message()
                #expect(message?["type"] == "notification" && message?["data"]?["id"] == .int(Int64(length)))
                #expect(message?["data"]?["message"]?.text?.count == length)
            }
            #expect(try await socket.message()?["type"] == "reset")
        }
    }
}
