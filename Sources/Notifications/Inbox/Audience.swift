import Postgres

/// One of the two parts of an inbox, what is for everybody and what is for the viewer alone. Each has one reader, one
/// mark and its place in every index.
struct Audience {
    /// On `n`.
    let isAddressed: SQL
    let reader: SQL
    /// Everything up to this id is read.
    let mark: SQL
}

extension ReadRules {
    var audiences: [Audience] {
        [
            Audience(
                isAddressed: "n.user_id is null",
                reader: "(select wide_reader from viewer)",
                mark: "(select wide_through from viewer)"),
            Audience(
                isAddressed: "n.user_id = \(user)",
                reader: "\(user)",
                mark: "(select own_through from viewer)"),
        ]
    }
}
