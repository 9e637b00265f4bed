/// Who is told of an open inbox.
package protocol LiveSink: AnyObject, Sendable {
    /// Takes what has happened, in order. Called from any thread, and must not block.
    func take(_ events: [LiveEvent])

    /// Waits until there is room for more: asked while what was missed is made up for, which may be much.
    /// - Returns: false when there never will be.
    func hasRoom() async -> Bool

    /// Nothing more comes. Called once, and not after `LiveSubscription.close`.
    func end(_ reason: LiveEnd)
}
