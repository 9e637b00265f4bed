import Glibc

extension SwarmState {
    /// Does what there is to be done on one. `buffer` is where to read to.
    mutating func serve(_ number: Int, _ buffer: UnsafeMutableRawBufferPointer) {
        switch peers[number].stage {
        case .closed: break
        case .connecting:
            poller.watch(peers[number].descriptor, number, isMade: true)
            peers[number].stage = .asking
            if !peers[number].send(Handshake.request(port: port, token: peers[number].token)) { fail(number) }
        case .asking, .open, .closing:
            let count = recv(peers[number].descriptor, buffer.baseAddress, buffer.count, 0)
            let now = ContinuousClock.now
            guard count > 0 else {
                if count == 0 || (errno != EAGAIN && errno != EINTR) { lose(number) }
                return
            }
            let come = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            guard peers[number].rest.isEmpty else {
                let all = peers[number].rest + come
                return all.withUnsafeBytes { read($0, number, at: now) }
            }
            read(come, number, at: now)
        }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, _ number: Int, at now: ContinuousClock.Instant) {
        var start = 0
        if peers[number].stage == .asking, let answer = Handshake.answer(bytes) {
            switch answer {
            case .open(let end):
                peers[number].stage = .open
                start = end
            case .refused(let status):
                opening.refused[status, default: 0] += 1
                underWay.remove(number)
                return peers[number].close()
            case .broken: return fail(number)
            }
        }
        while peers[number].stage != .asking {
            let left = UnsafeRawBufferPointer(rebasing: bytes[start...])
            guard let frame = Frame(left) else { break }
            take(frame, UnsafeRawBufferPointer(rebasing: left[frame.payload]), number, at: now)
            guard peers[number].stage != .closed else { return }
            start += frame.payload.upperBound
        }
        peers[number].rest = start < bytes.count ? Array(bytes[start...]) : []
    }

    private mutating func take(
        _ frame: Frame, _ payload: UnsafeRawBufferPointer, _ number: Int, at now: ContinuousClock.Instant
    ) {
        switch frame.opcode {
        case _ where !frame.isPlain: received.broken += 1
        case Frame.text: take(Told(payload), number, at: now)
        case Frame.ping: peers[number].send(Frame.control(Frame.pong, payload))
        case Frame.close:
            if peers[number].stage != .closing {
                peers[number].send(Frame.control(Frame.close, payload.prefix(2)))
                let code = payload.count < 2 ? 1005 : UInt16(payload[0]) << 8 | UInt16(payload[1])
                received.closed[code, default: 0] += 1
            }
            leave(number)
        default: break
        }
    }

    private mutating func take(_ told: Told, _ number: Int, at now: ContinuousClock.Instant) {
        switch told {
        case .notification(let id):
            received.take(id, after: peers[number].last, at: now)
            peers[number].last = max(peers[number].last, id)
        case .count(let head):
            received.counts += 1
            guard !peers[number].isReady else { return }
            peers[number].isReady = true
            peers[number].last = head
            underWay.remove(number)
            opening.ready += 1
            opening.lastReady = now
        case .reset: received.resets += 1
        case .other: break
        }
    }

    /// The server has closed the connection.
    private mutating func lose(_ number: Int) {
        if peers[number].isReady, peers[number].stage == .open { received.closed[1006, default: 0] += 1 }
        leave(number)
    }
}
