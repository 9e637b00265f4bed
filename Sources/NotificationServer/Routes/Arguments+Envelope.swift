import FoundationEssentials
import Notifications

extension Arguments {
    /// The envelope of a request: a token that is bound to one account need not name it, nor one of a server that has a
    /// default account; and the idempotency key may stand in the header of that name.
    mutating func envelope(_ token: ServiceToken, _ call: Call, _ settings: Settings) -> SentEnvelope {
        SentEnvelope(
            envelope: envelope(
                account: token.account ?? settings.defaultAccount, idempotencyKey: call.header("Idempotency-Key")),
            user: userUUID())
    }
}

/// An envelope as it came: whether the caller may act for the account is not known, and the user may be named by UUID.
struct SentEnvelope {
    fileprivate let envelope: Envelope
    fileprivate let user: UUID?

    var unchecked: Envelope { envelope }

    func opened(by token: ServiceToken, _ directory: Directory) async throws -> Envelope {
        try token.mayAct(for: envelope.account)
        guard let user else { return envelope }
        guard let id = try await directory.find(.uuid(user), in: envelope.account) else {
            throw NotificationError.invalid("user_id", "is not a user of this account")
        }
        var envelope = envelope
        envelope.audience = .user(id)
        return envelope
    }
}

extension ServiceToken {
    /// A token that is bound to one account knows of no other: 404, as for anything of another tenant's.
    func mayAct(for account: Identifier<Account>) throws(NotificationError) {
        guard self.account == nil || self.account == account else {
            throw NotificationError(.notFound, "No such account.")
        }
    }
}
