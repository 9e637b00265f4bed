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
    let sockets: Sockets
    let assets: Assets
    let pages: Pages
    let demo: Demo?
    /// What answers are made of besides what is in the database, hashed.
    let edition: [UInt8]

    init(
        _ pool: Pool, catalogue: Catalogue, settings: Settings = Settings(), live: LiveFeed? = nil,
        demo accounts: [DemoAccount]? = nil, onCreation: (@Sendable (Notification) -> Void)? = nil
    ) throws {
        assets = try Assets.embedded.get()
        pages = try Pages(assets, settings, isDemo: accounts != nil)
        self.settings = settings
        self.pool = pool
        self.catalogue = catalogue
        edition = Self.edition(catalogue)
        let live = live ?? LiveFeed(pool, catalogue: catalogue, listening: nil, logger: Logger(label: "notify"))
        service = NotificationService(pool, catalogue: catalogue, doorbell: live.doorbell, onCreation: onCreation)
        demo = try accounts.map { [assets, service] in try Demo($0, settings, assets, service: service) }
        inbox = Inbox(pool, catalogue: catalogue, doorbell: live.doorbell)
        choices = Preferences(pool, catalogue: catalogue, doorbell: live.doorbell)
        directory = Directory(pool, doorbell: live.doorbell)
        sockets = Sockets(origins: settings.allowedOrigins, catalogue: catalogue) { viewer, after, sink in
            let subscription = live.open(for: viewer, after: after, sink: sink)
            return { subscription.close() }
        }
    }

    var all: [Route] { health + reading + choosing + orion + live + announcing + telling + web + (demo?.routes ?? []) }

    /// What tells of changes as they happen.
    private var live: [Route] { [Route(.get, "/ws", .socket(sockets.open))] }
}
