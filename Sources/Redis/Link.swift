import NIOCore

/// A channel to Redis, and what speaks on it.
struct Link<Handler: ChannelHandler & SendableMetatype>: Sendable {
    let channel: any Channel
    let handler: NIOLoopBound<Handler>
}
