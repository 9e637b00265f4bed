/// What a message of the server's says, as far as it is counted.
enum Told: Equatable {
    case notification(id: Int64)
    case count(head: Int64)
    case reset
    case other

    /// Reads no further than it must: there are hundreds of thousands a second.
    init(_ message: UnsafeRawBufferPointer) {
        guard let type = Told.value(of: Key.type, in: message, from: 0) else {
            self = .other
            return
        }
        switch message[type...] {
        case let rest where rest.starts(with: Kind.notification):
            self = Told.number(of: Key.id, in: message, from: type).map { .notification(id: $0) } ?? .other
        case let rest where rest.starts(with: Kind.count):
            self = Told.number(of: Key.head, in: message, from: type).map { .count(head: $0) } ?? .other
        case let rest where rest.starts(with: Kind.reset): self = .reset
        default: self = .other
        }
    }

    private enum Key {
        static let type = Array(#""type":"#.utf8)
        static let id = Array(#""id":"#.utf8)
        static let head = Array(#""head":"#.utf8)
    }

    private enum Kind {
        static let notification = Array(#""notification""#.utf8)
        static let count = Array(#""notification.count""#.utf8)
        static let reset = Array(#""reset""#.utf8)
    }

    /// Where the value of the first member with this key begins.
    private static func value(of key: [UInt8], in message: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index + key.count < message.count {
            if message[index] == key[0], message[index...].starts(with: key) {
                index += key.count
                while index < message.count, message[index] == UInt8(ascii: " ") { index += 1 }
                return index < message.count ? index : nil
            }
            index += 1
        }
        return nil
    }

    private static func number(of key: [UInt8], in message: UnsafeRawBufferPointer, from start: Int) -> Int64? {
        guard var index = value(of: key, in: message, from: start) else { return nil }
        var number: Int64 = 0
        let first = index
        while index < message.count, (0x30...0x39).contains(message[index]), index < first + 18 {
            number = number * 10 + Int64(message[index] - 0x30)
            index += 1
        }
        return index > first ? number : nil
    }
}
