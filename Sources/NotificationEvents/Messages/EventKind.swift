/// The six domain events of the second source document's "Event-to-Notification Mapping".
enum EventKind: String, CaseIterable, Sendable {
    case trendDetected = "trend.detected"
    case contentPublished = "content.published"
    case contentRejected = "content.rejected"
    case mediaFailed = "media.failed"
    case pipelineStageChanged = "pipeline.stage_changed"
    case contentCreated = "content.created"

    private static let prefix = "orion."

    /// What Redis calls it, both as a channel and as a stream.
    var channel: String { Self.prefix + rawValue }

    init?(channel: String) {
        guard channel.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(channel.dropFirst(Self.prefix.count)))
    }
}
