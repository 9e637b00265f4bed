import Glibc
public import Logging
import NIOCore
public import Notifications
public import Postgres
public import ServiceLifecycle

/// The inbox over HTTP.
public struct Server: Service {
    /// As in `notify --version`: answers of another release may read otherwise.
    public static let release = "0.1.0"

    private let settings: Settings
    private let routes: RouteTable
    /// Which nobody else runs.
    private let ownLive: LiveFeed?
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - settings: validated, with a secret or keys to check tokens with.
    ///   - live: what tells the open sockets; run by the caller. nil: one of the server's own.
    ///   - demo: whom anybody may choose to be, for a server that only this machine can reach (`Settings.prepareDemo`).
    ///   - onListening: told the port once it is bound.
    ///   - onCreation: told of each notification that a request makes (`NotificationService.init`); it must not block.
    /// - Throws: when the secret cannot be used.
    public init(
        _ settings: Settings,
        pool: Pool,
        catalogue: Catalogue = .standard,
        live: LiveFeed? = nil,
        demo: [DemoAccount]? = nil,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in },
        onCreation: (@Sendable (Notification) -> Void)? = nil
    ) async throws {
        let verifier = try await TokenVerifier(settings, logger: logger)
        await verifier.loadKeys()
        self.settings = settings
        self.logger = logger
        self.onListening = onListening
        let feed = live ?? LiveFeed(pool, catalogue: catalogue, listening: nil, logger: logger)
        ownLive = live == nil ? feed : nil
        let routes = try Routes(
            pool, catalogue: catalogue, settings: settings, live: feed, demo: demo, onCreation: onCreation)
        let directory = routes.directory
        self.routes = RouteTable(routes.all, elsewhere: routes.demo?.elsewhere, verifier: verifier) { token in
            try await directory.admit(token, defaultAccount: settings.defaultAccount)
        }
    }

    /// Serves until it is told to shut down (`ServiceLifecycle`), then finishes what is in flight.
    /// - Throws: `SettingsError` when the address is taken.
    public func run() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await ownLive?.run() }
                try await makeApplication(settings: settings, routes: routes, logger: logger, onListening: onListening)
                    .run()
                group.cancelAll()
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw SettingsError("PORT: \(settings.port) at \(settings.host) is in use by another program.")
        }
    }
}

extension Directory {
    /// Who a user's token stands for, to be checked again whenever they ask for something. One without an account is for
    /// the account that knows its UUID, else the default one.
    func admit(_ token: UserToken, defaultAccount: Identifier<Account>?) async throws -> Viewer {
        var account = token.account
        if account == nil {
            account =
                if case .uuid = token.subject {
                    try await self.account(of: token.subject, or: defaultAccount)
                } else {
                    defaultAccount
                }
        }
        guard let account else {
            throw AuthenticationFailure.invalid("The token has no account_id, and none can be told from it.")
        }
        var claims = UserClaims(
            account: account, subject: token.subject, role: token.role, email: token.email, name: token.name,
            issuedAt: token.issuedAt)
        claims.isOnlyAccount = token.account == nil && account != defaultAccount
        var viewer = try await admit(claims)
        viewer.claims = claims
        return viewer
    }
}
