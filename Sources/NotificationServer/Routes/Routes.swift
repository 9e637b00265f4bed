import Hummingbird
import Logging
import Notifications
import Postgres

/// Everything the server answers, in one list: a test walks it, so that no route can forget who may see what.
struct Routes: Sendable {
    let service: NotificationService
    let inbox: Inbox
    let choices: Preferences
    let directory: Directory
    let catalogue: Catalogue
    let settings: Settings
    let pool: Pool
    /// What answers are made of besides what is in the database, hashed.
    let edition: [UInt8]

    init(
        _ pool: Pool, catalogue: Catalogue, settings: Settings = Settings(),
        onCreation: (@Sendable (Notification) -> Void)? = nil
    ) {
        self.settings = settings
        self.pool = pool
        self.catalogue = catalogue
        edition = Self.edition(catalogue)
        service = NotificationService(pool, catalogue: catalogue, onCreation: onCreation)
        inbox = Inbox(pool, catalogue: catalogue)
        choices = Preferences(pool, catalogue: catalogue)
        directory = Directory(pool)
    }

    var all: [Route] { health + reading + choosing + orion + announcing + telling }
}
