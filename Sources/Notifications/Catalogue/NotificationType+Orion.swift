// The second source document's "Event-to-Notification Mapping" and its default preferences, row for row.

extension NotificationType {
    /// The types that domain events become.
    public enum Orion {
        public static let trendDetected = NotificationType(
            "trend.detected", .info, .editorial, label: "New trend detected")
        public static let contentPublished = NotificationType(
            "content.published", .success, .editorial, label: "Your content published")
        public static let contentRejected = NotificationType(
            "content.rejected", .warning, .editorial, label: "Your content rejected")
        public static let mediaFailed = NotificationType(
            "media.failed", .error, .editorial, label: "Media generation failed")
        public static let pipelineStageChanged = NotificationType(
            "pipeline.stage_changed", .info, .editorial, label: "Pipeline stage changed",
            isEnabled: false, isPushed: false)
        public static let contentCreated = NotificationType(
            "content.created", .info, .editorial, label: "Your content created", isEnabled: false, isPushed: false)

        public static let all = [
            trendDetected, contentPublished, contentRejected, mediaFailed, pipelineStageChanged, contentCreated,
        ]
    }
}
