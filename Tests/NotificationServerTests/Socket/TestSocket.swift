import Dispatch
import Notifications
import Synchronization

@testable import NotificationServer

/// A client's end of a socket, which sends exactly what it is told.
final class TestSocket: Sendable {
    /// What the server sends.
    struct Frame: Sendable {
        let opcode: UInt8
        let payload: [UInt8]

        /// The message; nil when it is no text.
        var message: JSONValue? { opcode == ClientFrame.Opcode.text ? try? JSONParser.parse(payload) : nil }
        /// Of a close frame; nil when it has none.
        var code: UInt16? { payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil }
        var reason: String { String(decoding: payload.dropFirst(2), as: UTF8.self) }
    }

    struct Refused: Error, CustomStringConvertible {
        let answer: String
        var description: String { answer }
        var status: Int { Int(answer.dropFirst(9).prefix(3)) ?? 0 }
    }

    /// The head of the answer to the upgrade.
    let head: String
    private let connection: RawConnection
    private let queue = DispatchQueue(label: "socket")
    private let unread: Mutex<[UInt8]>

    /// - Throws: `Refused` with the answer.
    static func open(
        _ server: TestServer, _ request: UpgradeRequest, before: String = "", with: [UInt8] = []
    ) async throws -> TestSocket {
        let queue = DispatchQueue(label: "opening")
        return try await run(on: queue) {
            let connection = try RawConnection(port: server.port)
            do {
                return try TestSocket(connection, request, before: before, with: with)
            } catch {
                connection.close()
                throw error
            }
        }
    }

    static func open(
        _ server: TestServer, token: String, _ target: String = "/ws"
    ) async throws -> TestSocket {
        try await open(server, UpgradeRequest(target, token: token))
    }

    private init(_ connection: RawConnection, _ request: UpgradeRequest, before: String, with: [UInt8]) throws {
        if !before.isEmpty {
            connection.send(before)
            _ = try connection.answers(1)
        }
        connection.send([UInt8](request.text.utf8) + with)
        var bytes: [UInt8] = []
        while true {
            if let end = bytes.firstRange(of: [13, 10, 13, 10]) {
                let head = String(decoding: bytes[..<end.upperBound], as: UTF8.self)
                guard head.hasPrefix("HTTP/1.1 101 ") else {
                    while String(decoding: bytes, as: UTF8.self).answerCount == 0, !request.line.hasPrefix("HEAD"),
                        let more = try connection.receive()
                    { bytes += more }
                    throw Refused(answer: String(decoding: bytes, as: UTF8.self))
                }
                self.head = head
                unread = Mutex(Array(bytes[end.upperBound...]))
                break
            }
            guard let more = try connection.receive() else {
                throw Refused(answer: String(decoding: bytes, as: UTF8.self))
            }
            bytes += more
        }
        self.connection = connection
    }

    deinit { connection.close() }

    @discardableResult
    func send(_ frames: ClientFrame...) async -> Bool { await send(frames.flatMap(\.bytes)) }

    @discardableResult
    func send(_ bytes: [UInt8]) async -> Bool {
        await withCheckedContinuation { continuation in
            queue.async { [connection] in continuation.resume(returning: connection.send(bytes)) }
        }
    }

    /// The next frame; nil when the server has closed the connection.
    func frame() async throws -> Frame? {
        try await Self.run(on: queue) { [self] in
            while true {
                if let frame = unread.withLock({ Frame(from: &$0) }) { return frame }
                guard let more = try connection.receive() else { return nil }
                unread.withLock { $0 += more }
            }
        }
    }

    /// The next message, whatever else comes before.
    func message() async throws -> JSONValue? {
        while let frame = try await frame() {
            if let message = frame.message { return message }
            if frame.opcode == ClientFrame.Opcode.close { return nil }
        }
        return nil
    }

    /// The close frame, whatever else comes before; then the server has closed its end. Answered as a client does.
    func closing() async throws -> Frame? {
        while let frame = try await frame() {
            guard frame.opcode == ClientFrame.Opcode.close else { continue }
            await send(ClientFrame(ClientFrame.Opcode.close, Array(frame.payload.prefix(2))))
            while try await self.frame() != nil {}
            return frame
        }
        return nil
    }

    func sendNoMore() { connection.sendNoMore() }

    /// Ends with a reset. Nothing may be asked of it after that.
    func abort() { connection.abort() }

    private static func run<Value: Sendable>(
        on queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}

extension TestSocket.Frame {
    /// Takes the first whole frame away; nil when there is none.
    fileprivate init?(from bytes: inout [UInt8]) {
        guard bytes.count >= 2 else { return nil }
        let size =
            switch bytes[1] {
            case 126: 2
            case 127: 8
            default: 0
            }
        guard bytes.count >= 2 + size else { return nil }
        let length = size == 0 ? Int(bytes[1]) : bytes[2..<2 + size].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 2 + size + length else { return nil }
        opcode = bytes[0] & 0x0F
        payload = Array(bytes[(2 + size)..<(2 + size + length)])
        bytes.removeFirst(2 + size + length)
    }
}
