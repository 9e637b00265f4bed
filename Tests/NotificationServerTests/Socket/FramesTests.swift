import NIOCore
import Notifications
import Testing

@testable import NotificationServer

/// The rules of RFC 6455, and what becomes of who breaks them.
@Suite(.timeLimit(.minutes(5))) struct FramesTests {
    @Test(arguments: HostileFrames.all)
    func `who breaks a rule is told which, and has to go`(hostile: HostileFrames) async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed) { server, sockets async throws in
            let socket = try await TestSocket.open(server, token: token)
            await socket.send(hostile.frames.flatMap(\.bytes))
            let closing = try #require(try await socket.closing())
            #expect(closing.code == hostile.code && !closing.reason.isEmpty, "\(closing.reason)")
            socket.sendNoMore()
            try await eventually { sockets.count == 0 && feed.left == 1 }
            #expect(try await server.send("GET", "/").status == 200)
        }
    }

    @Test func `a good client may talk, to no end, and stays`() async throws {
        let token = try await TestServer.token()
        try await withSockets { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            let (x, more) = ([UInt8](repeating: 0x78, count: 8_192), ClientFrame.Opcode.continuation)
            await socket.send(
                .text("hello"), .text(""), ClientFrame(ClientFrame.Opcode.binary, [0xFF, 0]),
                .text("h").unfinished, ClientFrame(more).unfinished, .ping("in between"), ClientFrame(more, [0x69]),
                // A character of four bytes in three pieces.
                ClientFrame(ClientFrame.Opcode.text, [0xF0, 0x9F]).unfinished, ClientFrame(more, [0x98]).unfinished,
                ClientFrame(ClientFrame.Opcode.pong, [1, 2]), ClientFrame(more, [0x80]),
                ClientFrame(ClientFrame.Opcode.text, x).unfinished, ClientFrame(more, x),
                ClientFrame(ClientFrame.Opcode.text, x + x), .ping(String(repeating: "x", count: 125)))
            #expect(try await socket.frame()?.message?["type"] == "notification.count")
            for text in ["in between", String(repeating: "x", count: 125)] {
                let pong = try #require(try await socket.frame())
                #expect(pong.opcode == ClientFrame.Opcode.pong && pong.payload == Array(text.utf8))
            }
        }
    }

    @Test func `frames may come byte by byte`() async throws {
        let token = try await TestServer.token()
        try await withSockets { server, _ async throws in
            let socket = try await TestSocket.open(server, token: token)
            _ = try await socket.frame()
            for byte in ClientFrame.text("hello").bytes + ClientFrame.ping("x").bytes { await socket.send([byte]) }
            #expect(try await socket.frame()?.payload == Array("x".utf8))
        }
    }

    @Test(arguments: [nil, 1000, 1001, 1003, 1007, 1011, 1014, 3000, 4000, 4999] as [UInt16?])
    func `a goodbye is answered with its own code`(code: UInt16?) async throws {
        let (token, feed) = (try await TestServer.token(), TestFeed())
        try await withSockets(feed) { server, sockets async throws in
            let socket = try await TestSocket.open(server, token: token)
            _ = try await socket.frame()
            // What comes after it is not looked at.
            await socket.send(.close(code, code == nil ? [] : Array("tschüß".utf8)), .text("x").unmasked)
            let answer = try #require(try await socket.frame())
            #expect(answer.opcode == ClientFrame.Opcode.close && answer.code == code && answer.reason.isEmpty)
            #expect(try await socket.frame() == nil)
            #expect(feed.left == 1)
            socket.sendNoMore()
            try await eventually { sockets.count == 0 }
        }
    }

    @Test func `who talks too much has to go`() async throws {
        let token = try await TestServer.token()
        try await withSockets(limits: { $0.window = .hours(1) }) { server, sockets async throws in
            let flood: [(ClientFrame, Int)] = [
                (.text("hello"), 101), (.text("hello").unfinished, 0), (ClientFrame(ClientFrame.Opcode.pong), 1001),
                (.ping(), 1001),
            ]
            for (frame, count) in flood where count > 0 {
                let socket = try await TestSocket.open(server, token: token)
                await socket.send(Array(repeating: frame.bytes, count: count).flatMap { $0 })
                #expect(try await socket.closing()?.code == 1008)
            }
            let socket = try await TestSocket.open(server, token: token)
            let piece = ClientFrame(ClientFrame.Opcode.continuation).unfinished
            await socket.send(
                ClientFrame.text("").unfinished.bytes + Array(repeating: piece.bytes, count: 1000).flatMap { $0 })
            #expect(try await socket.closing()?.code == 1008)
        }
    }
}
