import Glibc

/// The sockets of a swarm, each step a short one.
struct SwarmState {
    /// How many connect at a time.
    private static let window = 200

    let port: Int
    let poller: Poller
    var opening = Opening()
    var received = Received()
    var patience = Duration.seconds(20)
    var isEnded = false
    var peers: [Peer] = []
    /// The tokens of those that are still to be opened, the next at the end.
    private var waiting: [String] = []
    var underWay: Set<Int> = []

    init(port: Int, poller: Poller) {
        self.port = port
        self.poller = poller
    }

    var open: Int { peers.count { $0.stage == .open && $0.isReady } }
    /// Those that wait for a close frame.
    var closing: Int { peers.count { $0.stage == .closing } }

    mutating func open(_ tokens: [String], patience: Duration) {
        waiting = tokens.reversed()
        opening = Opening(asked: tokens.count)
        self.patience = patience
    }

    /// Says goodbye on so many, the oldest first.
    mutating func close(_ count: Int, at now: ContinuousClock.Instant) {
        for number in peers.indices.filter({ peers[$0].stage == .open }).prefix(count) {
            peers[number].send(Frame.control(Frame.close, [0x03, 0xE8]))
            peers[number].stage = .closing
            peers[number].since = now
        }
    }

    /// Begins what may begin, and gives up what has taken too long.
    mutating func proceed(at now: ContinuousClock.Instant) {
        for number in underWay where peers[number].since + patience < now { fail(number) }
        while underWay.count < Self.window, let token = waiting.popLast() {
            guard let peer = Peer(port: port, token: token, number: peers.count, at: now) else {
                opening.failed += 1
                continue
            }
            peers.append(peer)
            underWay.insert(peer.number)
            poller.watch(peer.descriptor, peer.number, isMade: false)
        }
    }

    /// Closes all, without a word.
    mutating func end() {
        waiting = []
        for number in peers.indices { peers[number].close() }
        isEnded = true
    }

    /// Its connection has ended, or is to.
    mutating func leave(_ number: Int) {
        underWay.contains(number) ? fail(number) : peers[number].close()
    }

    /// It was not opened.
    mutating func fail(_ number: Int) {
        opening.failed += 1
        underWay.remove(number)
        peers[number].close()
    }
}
