import Logging
import Notifications
import Postgres
import Redis
import Synchronization
import Testing

@testable import NotificationEvents

extension EventWorld {
    /// Options with which nothing takes long.
    static var quick: StreamConsumer.Options {
        var options = StreamConsumer.Options()
        options.claimAfter = .milliseconds(200)
        options.claimEvery = .milliseconds(100)
        return options
    }

    func service(
        defaultAccount: Identifier<Account>? = nil, listensToChannels: Bool = true,
        options: StreamConsumer.Options = Self.quick, channelOptions: PubSubConsumer.Options = .init(),
        on pool: Pool? = nil, logger: Logger = Self.logger
    ) -> EventService {
        EventService(
            redis: configuration, pool: pool ?? self.pool, defaultAccount: defaultAccount,
            listensToChannels: listensToChannels, streamOptions: options, channelOptions: channelOptions,
            logger: logger)
    }

    /// Runs the service, and the body as soon as it listens.
    func running<Value>(_ service: EventService, _ body: () async throws -> Value) async throws -> Value {
        let listensToChannels = service.tallies.count > 1
        let task = Task { await service.run() }
        do {
            try await eventually("the service listens") {
                let groups = try? await connection.command(["XINFO", "GROUPS", "orion.content.created"])
                guard groups?.elements?.isEmpty == false else { return false }
                guard listensToChannels else { return true }
                let reply = try await connection.command(["PUBSUB", "NUMSUB", "orion.content.created"])
                return reply.elements?.last == .integer(1)
            }
            let value = try await body()
            task.cancel()
            await task.value
            return value
        } catch {
            task.cancel()
            await task.value
            throw error
        }
    }

    /// Runs the body while somebody else hears what is said of new notifications.
    func listening<Value>(_ body: (Heard) async throws -> Value) async throws -> Value {
        let heard = Heard()
        let subscriber = RedisSubscriber(
            configuration, channels: ["orion.notification.created"], logger: Self.logger)
        let task = Task { await subscriber.run { heard.take($0) } }
        defer { task.cancel() }
        try await eventually("the other subscriber listens") { heard.isSubscribed }
        return try await body(heard)
    }
}

/// What a gateway would hear.
final class Heard: Sendable {
    private let state = Mutex((isSubscribed: false, payloads: [String]()))

    var isSubscribed: Bool { state.withLock(\.isSubscribed) }
    var payloads: [String] { state.withLock(\.payloads) }

    /// Each message as JSON.
    var objects: [[String: JSONValue]] {
        get throws {
            try payloads.map {
                guard case .object(let members) = try JSONParser.parse(Array($0.utf8)) else { return [:] }
                return members
            }
        }
    }

    func take(_ event: RedisSubscriber.Event) {
        state.withLock { state in
            switch event {
            case .subscribed: state.isSubscribed = true
            case .message(_, let payload): state.payloads.append(payload.text ?? "")
            case .lost: break
            }
        }
    }
}
