import Postgres

/// One of the parts of an inbox: what is for everybody, what is for the viewer alone, and what is for those with the
/// viewer's role. Each has one reader and one mark; each audience in it is one range of every index.
struct InboxPart {
    let audiences: Audiences
    let reader: SQL
    /// Everything up to this id is read.
    let mark: SQL

    enum Audiences {
        case one(SQL)
        /// An array.
        case several(SQL)
    }

    /// On `n`.
    var isAddressed: SQL {
        switch audiences {
        case .one(let audience): "n.audience = \(audience)"
        case .several(let audiences): "n.audience = any(\(audiences))"
        }
    }
}

extension ReadRules {
    var parts: [InboxPart] {
        [
            InboxPart(
                audiences: .one("0"),
                reader: "(select wide_reader from viewer)", mark: "(select wide_through from viewer)"),
            InboxPart(
                audiences: .one(user),
                reader: user, mark: "(select own_through from viewer)"),
            InboxPart(
                audiences: .several("(select role_audiences from viewer)::bigint[]"),
                reader: user, mark: "(select own_through from viewer)"),
        ]
    }
}

extension Role {
    /// The audiences of all sets of roles that this one is in, as `notify.audience_key` numbers them.
    var audiences: [Int64] {
        let bit: Int64 =
            switch self {
            case .owner: 1
            case .admin: 2
            case .editor: 4
            case .viewer: 8
            }
        return (1...15).filter { $0 & bit != 0 }.map { .min + $0 }
    }
}
