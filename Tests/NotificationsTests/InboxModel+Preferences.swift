import Notifications

extension InboxModel {
    enum Column: CaseIterable { case enabled, push }

    /// What one reader has chosen; of everybody, what the account's default is.
    struct Choice: Hashable {
        let reader: Identifier<User>
        let type: String
        let column: Column
    }

    func isOn(_ column: Column, _ type: String, for user: Identifier<User>) -> Bool {
        // As the second document has it, but for the one type that is locked.
        if type == "credits_depleted" { return true }
        return preferences[Choice(reader: user, type: type, column: column)]
            ?? preferences[Choice(reader: Self.everybody, type: type, column: column)]
            ?? !["content.created", "pipeline.stage_changed"].contains(type)
    }

    func isAddressed(_ audience: Audience, to user: Identifier<User>) -> Bool {
        switch audience {
        case .account: true
        case .roles(let some): roles[user].map(some.contains) ?? false
        case .user(let one): one == user
        }
    }

    /// Who is told at once.
    func recipients(of audience: Audience, _ type: String) -> [Identifier<User>] {
        members.filter {
            isAddressed(audience, to: $0) && isOn(.enabled, type, for: $0) && isOn(.push, type, for: $0)
        }
    }

    mutating func choose(_ choice: Choice, _ value: Preference.Change.Value) {
        switch value {
        case .kept: break
        case .set(let value): preferences[choice] = value
        case .cleared: preferences[choice] = nil
        }
    }
}
