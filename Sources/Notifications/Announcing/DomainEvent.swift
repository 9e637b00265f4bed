/// What the services of a product tell each other: the second source document's "Event-to-Notification Mapping".
public enum DomainEvent: Hashable, Sendable {
    case trendDetected(topic: String)
    case contentPublished(title: String)
    case contentRejected(title: String)
    case mediaFailed(title: String)
    case pipelineStageChanged(stage: String, title: String)
    case contentCreated(title: String)

    public var type: NotificationType {
        switch self {
        case .trendDetected: .Orion.trendDetected
        case .contentPublished: .Orion.contentPublished
        case .contentRejected: .Orion.contentRejected
        case .mediaFailed: .Orion.mediaFailed
        case .pipelineStageChanged: .Orion.pipelineStageChanged
        case .contentCreated: .Orion.contentCreated
        }
    }

    /// Whom it is for when it is not said; nil: the content's creator, who must be named.
    public var audience: Audience? {
        if case .trendDetected = self { .roles([.admin, .editor]) } else { nil }
    }

    fileprivate var title: String {
        switch self {
        case .trendDetected(let topic): "New trend detected: \(topic)"
        case .contentPublished(let title): "Content published: \(title)"
        case .contentRejected(let title): "Content rejected: \(title)"
        case .mediaFailed(let title): "Media generation failed for: \(title)"
        case .pipelineStageChanged(let stage, let title): "Pipeline stage: \(stage) for \(title)"
        case .contentCreated(let title): "New content created: \(title)"
        }
    }

    fileprivate var words: [Announcement.Argument] {
        switch self {
        case .trendDetected(let topic): [.words("topic", topic)]
        case .pipelineStageChanged(let stage, let title): [.words("stage", stage), .words("title", title)]
        case .contentPublished(let title), .contentRejected(let title), .mediaFailed(let title),
            .contentCreated(let title):
            [.words("title", title)]
        }
    }
}

extension Announcement {
    /// A domain event, worded as the second source document has it; a title that is too long is cut.
    /// - Parameter metadata: the rest of what the event says; at most 64 KiB as JSON, and 32 levels deep.
    public static func event(_ event: DomainEvent, metadata: [String: JSONValue] = [:]) -> Announcement {
        var announcement = Announcement(
            event.type, title: shown(title: event.title), .plain(""), arguments: event.words)
        announcement.details = metadata
        announcement.audience = event.audience
        return announcement
    }
}
