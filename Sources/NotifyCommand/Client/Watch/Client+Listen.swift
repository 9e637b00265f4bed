import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The server has answered the wish for a socket with something else.
struct SocketRefusal: Error {
    let answer: Answer

    /// What the answer comes to.
    func error(of client: Client) -> ClientError {
        let isOther = answer.status == 404 || answer.status < 300
        return (isOther ? nil : answer.refusal(by: client.server, hasToken: client.token != nil))
            ?? .notOurs(client.server, "it opens no WebSocket (\(String(safe: answer.statusLine)))")
    }

    /// Whether it may be another answer in a while.
    var isPassing: Bool { [429, 502, 503, 504].contains(answer.status) }

    /// How many seconds the server wants to be left alone.
    var retryAfter: Int { answer.header("retry-after").flatMap { Int($0) } ?? 0 }
}

extension Client {
    /// Opens a socket and calls `body` with each message, until it returns false.
    /// - Parameter last: the newest notification that is known; nil: nothing old is asked for.
    /// - Returns: why there will be no further messages; nil: `body` has had enough.
    /// - Throws: `ClientError` when the server cannot be reached, `SocketRefusal`, and what `body` throws.
    func listen(after last: Int64?, _ body: ([UInt8]) async throws -> Bool) async throws -> SocketEnd? {
        let channel = try await socket(after: last)
        do {
            return try await channel.executeThenClose { inbound in
                for try await frame in inbound {
                    if frame.opcode == .connectionClose { return SocketEnd(closing: frame.unmaskedData) }
                    guard try await body(Array(frame.unmaskedData.readableBytesView)) else { return nil }
                }
                return .cut
            }
        } catch {
            guard let end = SocketEnd(failure: error) else { throw error }
            return end
        }
    }

    private func socket(after last: Int64?) async throws -> NIOAsyncChannel<WebSocketFrame, Never> {
        guard token?.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) ?? true else { throw ClientError.impossibleToken }
        let path = "/ws" + (last.map { "?after=\($0)" } ?? "")
        let handshake = SocketHandshake(server, path: path, token: token)
        do {
            return try await agree(on: handshake)
        } catch let refusal as SocketRefusal {
            throw refusal
        } catch is NIOHTTPClientUpgradeError {
            throw ClientError.notOurs(server, "it opens no WebSocket")
        } catch ChannelError.connectTimeout where timeout < .seconds(10) {
            throw ClientError(failure: TimedOut(), server: server, timeout: timeout)
        } catch HTTPParserError.invalidEOFState, ChannelError.inappropriateOperationForState {
            throw ClientError(failure: CutShort(), server: server, timeout: timeout)
        } catch {
            throw ClientError(failure: error, server: server, timeout: timeout)
        }
    }

    private func agree(on handshake: SocketHandshake) async throws -> NIOAsyncChannel<WebSocketFrame, Never> {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        let (channel, result) = try await handshake.connect(within: timeout)
        let clock = channel.eventLoop.scheduleTask(deadline: deadline) {
            channel.pipeline.fireErrorCaught(TimedOut())
            channel.close(promise: nil)
        }
        defer { clock.cancel() }
        do {
            switch try await result.get() {
            case .open(let socket): return socket
            case .refused(let answer): throw SocketRefusal(answer: try await answer.get())
            }
        } catch {
            channel.close(promise: nil)
            throw error
        }
    }
}
