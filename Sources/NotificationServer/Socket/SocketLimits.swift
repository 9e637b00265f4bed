import NIOCore

/// What a socket may cost, and how long it is waited for. The same everywhere but in tests.
struct SocketLimits: Sendable {
    /// How many one user may have open, in this process.
    var perUser = 100
    /// How many may be open in this process: some connections are left for everything else.
    var total = FileDescriptors.connectionLimit() / 10 * 9

    /// The longest frame, and the longest message, that a client may send.
    var messageBytes = 16_384
    /// How much a client may send in each `window`: it has nothing to say.
    var messages = 100
    var frames = 1000
    var window = TimeAmount.seconds(10)

    /// After so long without a sign of the peer's it is asked for one.
    var pingAfter = TimeAmount.seconds(25)
    /// After so long it has gone.
    var silence = TimeAmount.seconds(60)
    /// How long a peer has to answer a close frame.
    var patience = TimeAmount.seconds(3)

    /// How many bytes wait for a slow reader at most, and how few there are when it may have more.
    var waitingBytes = 64 * 1024...256 * 1024
    /// How many events wait for a busy event loop at most.
    var waitingEvents = 4096
    /// With as many that a reader has had no room for, it is told nothing more.
    var unsentEvents = 1024
    /// How long a reader may take for what waits.
    var slowness = TimeAmount.seconds(30)
}
