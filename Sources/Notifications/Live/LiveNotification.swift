import Postgres
import Synchronization

/// A new notification on its way to everybody who sees it.
public final class LiveNotification: Sendable {
    public let notification: Notification
    private let renderings = Mutex<[String: any Sendable]>([:])

    init(_ notification: Notification) {
        self.notification = notification
    }

    /// What its texts take.
    var bytes: Int {
        notification.message.utf8.count + notification.metadata.text.utf8.count + notification.title.utf8.count
    }

    /// What is sent of it to everybody alike, made once.
    /// - Parameter shape: tells what is made from what else is.
    package func rendering<Value: Sendable>(
        _ shape: String, _ make: (Notification) -> Value
    ) -> Value {
        renderings.withLock { renderings in
            if let made = renderings[shape] as? Value { return made }
            let made = make(notification)
            renderings[shape] = made
            return made
        }
    }
}
