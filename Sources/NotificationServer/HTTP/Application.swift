import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The server, ready to `run()`.
/// - Parameter onListening: told the port once it is bound, which is how to learn it when `PORT` is 0. Requests are
///   answered only after it has returned.
func makeApplication(
    settings: Settings,
    routes: RouteTable,
    logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
) -> some ApplicationProtocol {
    let router = Router(context: CallContext.self)
    router.add(middleware: AnswerMiddleware(bodyLimit: settings.maximumBodyBytes))
    if settings.allowedOrigins != .none {
        router.add(middleware: CrossOriginMiddleware(origins: settings.allowedOrigins))
    }
    router.add(middleware: ProblemMiddleware())
    if let elsewhere = routes.elsewhere {
        router.add(middleware: ElsewhereMiddleware(bodyLimit: settings.maximumBodyBytes, answer: elsewhere))
    }
    routes.register(in: router, bodyLimit: settings.maximumBodyBytes)
    return Application(
        responder: UpgradeResponder(router.buildResponder()),
        server: .http1(
            configuration: .init(
                additionalChannelHandlers: [
                    ConnectionCloser(), ContinueSender(bodyLimit: settings.maximumBodyBytes), SocketUpgrader(),
                ],
                idleTimeout: .seconds(60)
            )
        ),
        configuration: ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port),
            backlog: 4096,
            availableConnectionsDelegate: MaximumAvailableConnections(FileDescriptors.connectionLimit())
        ),
        onServerRunning: { channel in await onListening(channel.localAddress?.port ?? settings.port) },
        logger: logger
    )
}
