/// Who there is: 1,000 accounts, the first of which has half of all notifications, and the members that are measured.
///
/// Numbers follow from numbers, so that a load of pgbench's can choose members as ours does.
struct Population: Sendable {
    struct Member: Sendable, Hashable {
        let account: Int64
        let user: Int64
    }

    static let accounts: Int64 = 1000
    static let big: Int64 = 1
    static let membersPerAccount: Int64 = 8
    static let sitesPerAccount: Int64 = 12
    /// What a rare type, severity or site is in the big account.
    static let rareRows = 50

    /// How many members are measured where "an ordinary account" is, each of another account.
    static let sampleSize: Int64 = 200
    static let sampleFirst: Int64 = 2
    static let sampleStride: Int64 = 4

    /// How many members of the big account mark all read, each once.
    static let readAllMembers: Int64 = 40

    /// All notifications; a multiple of 200.
    let total: Int
    /// The most that one member has dismissed one by one.
    let dismissals: Int

    init(scale: Double) {
        total = max(Int(2_000_000 * scale) / 200 * 200, 10_000)
        dismissals = total / 20
    }

    var bigTotal: Int { total / 2 }

    /// The third of each account is an editor with 5 % unread.
    static func ordinary(_ account: Int64) -> Member { member(3, of: account) }

    static func member(_ number: Int64, of account: Int64) -> Member {
        Member(account: account, user: account * 10 + number)
    }

    let sample = (0..<sampleSize).map { ordinary(sampleFirst + $0 * sampleStride) }

    // Of the big account, all editors: each sees the same, but has read something else.
    let reader = ordinary(big)
    /// Has read nothing.
    let newcomer = member(4, of: big)
    /// Has all read but the newest 10.
    let nearly = member(5, of: big)
    /// Has read nothing, and dismissed every tenth.
    let dismisser = member(6, of: big)
    /// Has read nothing, and muted five types, the most frequent among them.
    let muter = member(7, of: big)

    /// Who will mark all read with everything unread, and with 10.
    let newcomers = (1...readAllMembers).map { Member(account: big, user: 2_000_000 + $0) }
    let nearlies = (1...readAllMembers).map { Member(account: big, user: 3_000_000 + $0) }
}
