import Notifications
import Testing

/// One row of the second document's "Event-to-Notification Mapping".
struct DomainEventRow: Sendable, CustomTestStringConvertible {
    /// The type is called the same.
    let event: String
    let arguments: [String: JSONValue]
    let severity: String
    let title: String
    /// Whether it exists for who has chosen nothing.
    var isOn = true

    var testDescription: String { event }

    static let all: [DomainEventRow] = [
        DomainEventRow(
            event: "trend.detected", arguments: ["topic": "AI Coding"], severity: "info",
            title: "New trend detected: AI Coding"),
        DomainEventRow(
            event: "content.published", arguments: ["title": "Ten tips"], severity: "success",
            title: "Content published: Ten tips"),
        DomainEventRow(
            event: "content.rejected", arguments: ["title": "Ten tips"], severity: "warning",
            title: "Content rejected: Ten tips"),
        DomainEventRow(
            event: "media.failed", arguments: ["title": "Ten tips"], severity: "error",
            title: "Media generation failed for: Ten tips"),
        DomainEventRow(
            event: "pipeline.stage_changed", arguments: ["stage": "review", "title": "Ten tips"], severity: "info",
            title: "Pipeline stage: review for Ten tips", isOn: false),
        DomainEventRow(
            event: "content.created", arguments: ["title": "Ten tips"], severity: "info",
            title: "New content created: Ten tips", isOn: false),
    ]
}
