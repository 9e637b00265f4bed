import FoundationEssentials
import Notifications
import Postgres

/// Turns a domain event into the typed call that announces it.
struct EventIntake: Sendable {
    private let directory: Directory
    private let service: NotificationService
    private let defaultAccount: Identifier<Account>?

    /// - Parameter defaultAccount: whose an event is that names no account and that no account's user has made.
    init(pool: Pool, service: NotificationService, defaultAccount: Identifier<Account>?) {
        directory = Directory(pool)
        self.service = service
        self.defaultAccount = defaultAccount
    }

    /// - Parameter fallbackKey: what tells the event from all others when its sender does not name it; at most 255 code
    ///   points.
    func take(_ message: EventMessage, fallbackKey: String?) async -> Outcome {
        do {
            let receipt = try await announce(message, in: account(of: message), key: message.id ?? fallbackKey)
            return receipt.map { $0.isReplay ? .replayed : .recorded } ?? .muted
        } catch let error as NotificationError {
            switch error.code {
            case .invalid, .notFound, .conflict, .unauthenticated, .forbidden: return .refused(error.message)
            case .unavailable, .outcomeUnknown: return .postponed(error.message)
            }
        } catch {
            return .failed("\(error)")
        }
    }

    private func account(of message: EventMessage) async throws -> Identifier<Account> {
        if let account = message.account { return account }
        guard let creator = message.creator else {
            guard let defaultAccount else {
                throw NotificationError.invalid(
                    "account_id", "is not given, nor is created_by, and there is no default account")
            }
            return defaultAccount
        }
        guard let account = try await directory.account(of: creator, or: defaultAccount) else {
            throw NotificationError.invalid(
                "account_id", "is not given, and no account, or more than one, knows created_by \(creator.text)")
        }
        return account
    }

    private func announce(
        _ message: EventMessage, in account: Identifier<Account>, key: String?
    ) async throws -> Receipt? {
        let metadata = message.metadata
        switch message.event {
        case .trendDetected(let topic):
            return try await service.notifyTrendDetected(
                account: account, topic: topic, metadata: metadata, idempotencyKey: key)
        case .contentPublished(let title):
            return try await service.notifyContentPublished(
                account: account, creator: creator(of: message, in: account), title: title, metadata: metadata,
                idempotencyKey: key)
        case .contentRejected(let title):
            return try await service.notifyContentRejected(
                account: account, creator: creator(of: message, in: account), title: title, metadata: metadata,
                idempotencyKey: key)
        case .mediaFailed(let title):
            return try await service.notifyMediaFailed(
                account: account, creator: creator(of: message, in: account), title: title, metadata: metadata,
                idempotencyKey: key)
        case .pipelineStageChanged(let stage, let title):
            return try await service.notifyPipelineStageChanged(
                account: account, creator: creator(of: message, in: account), stage: stage, title: title,
                metadata: metadata, idempotencyKey: key)
        case .contentCreated(let title):
            return try await service.notifyContentCreated(
                account: account, creator: creator(of: message, in: account), title: title, metadata: metadata,
                idempotencyKey: key)
        }
    }

    private func creator(of message: EventMessage, in account: Identifier<Account>) async throws -> Identifier<User> {
        guard let creator = message.creator else { throw NotificationError.invalid("created_by", "is required") }
        return try await directory.user(creator, in: account)
    }
}

extension UserClaims.Subject {
    fileprivate var text: String {
        switch self {
        case .id(let id): "\(id)"
        case .uuid(let uuid): uuid.uuidString.lowercased()
        }
    }
}
