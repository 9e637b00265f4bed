/// Drafts that one sync writes.
struct Batch: Sendable {
    static let maximumCount = 256
    /// In bytes. A single draft may have more.
    static let maximumSize = 1 << 20

    private(set) var drafts: [WaitingDraft] = []
    private var size = 0

    init() {}

    init(_ drafts: some Sequence<WaitingDraft>) {
        for draft in drafts { append(draft) }
    }

    var isEmpty: Bool { drafts.isEmpty }

    /// In their order, each once.
    var accounts: [Identifier<Account>] { Set(drafts.map(\.account)).sorted() }

    /// Whether all may be sent once more when their connection is lost.
    var isIdempotent: Bool { drafts.allSatisfy { $0.key != nil } }

    func hasRoom(for draft: WaitingDraft) -> Bool {
        drafts.isEmpty || drafts.count < Batch.maximumCount && size + draft.size <= Batch.maximumSize
    }

    mutating func append(_ draft: WaitingDraft) {
        drafts.append(draft)
        size += draft.size
    }

    var isOfOneAccount: Bool { drafts.allSatisfy { $0.account == drafts.first?.account } }

    var halves: [Batch] {
        let middle = drafts.count / 2
        return [Batch(drafts[..<middle]), Batch(drafts[middle...])]
    }

    var byAccount: [Batch] {
        let ofEach = Dictionary(grouping: drafts, by: \.account)
        return accounts.compactMap { ofEach[$0].map { Batch($0) } }
    }
}
