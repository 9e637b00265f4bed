import Notifications

extension Arguments {
    /// The envelope of a request: a token that is bound to one account need not name it, nor one of a server that has a
    /// default account; and the idempotency key may stand in the header of that name.
    mutating func envelope(_ token: ServiceToken, _ call: Call, _ settings: Settings) -> Envelope {
        envelope(account: token.account ?? settings.defaultAccount, idempotencyKey: call.header("Idempotency-Key"))
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
