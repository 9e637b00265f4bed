/// What sockets are measured with: many members of one account, and servers of their own, since memory that was used
/// before would hide what sockets take.
struct SocketScene: Sendable {
    static let account: Int64 = 901
    private static let firstUser: Int64 = 4_000_000
    /// Several at a time: `notify token` is a process.
    private static let minting = 3

    let program: String
    let secret: String
    let directory: String
    let cluster: Cluster
    let tokens: Tokens
    let seconds: Int
    /// How many sockets there are where there are many, ten to a member.
    let sockets: Int

    var members: Int { max(sockets / 10, 20) }
    /// Runs so long where something is to be seen over time.
    var long: Int { seconds * 6 }

    /// Makes the members, editors all. Once, before any server is asked.
    func makeMembers() async throws {
        try await cluster.execute(
            """
            insert into notify.users (account_id, id, name, role)
            select \(Self.account), \(Self.firstUser) + n, 'Member ' || n, 'editor'
            from generate_series(1, \(members)) n
            """)
    }

    /// A token for each of so many sockets, of so many members in turn.
    func tokens(_ sockets: Int, members: Int) async throws -> [String] {
        let minted = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            var minted = [String](repeating: "", count: members)
            for number in 0..<members {
                if number >= Self.minting, let (index, token) = try await group.next() { minted[index] = token }
                let member = Population.Member(account: Self.account, user: Self.firstUser + 1 + Int64(number))
                group.addTask { (number, try await tokens.member(member)) }
            }
            for try await (index, token) in group { minted[index] = token }
            return minted
        }
        return (0..<sockets).map { minted[$0 % members] }
    }

    /// Something for the whole account.
    func announcement() async throws -> HTTPRequest {
        .post(
            "/api/v1/notify/clustering_complete/", try await tokens.service(),
            #"{"account_id": \#(Self.account), "cluster_count": 5, "keyword_count": 50}"#)
    }

    func server<Value: Sendable>(
        descriptors: Int? = nil, _ body: @Sendable (ServerProcess) async throws -> Value
    ) async throws -> Value {
        try await ServerProcess.running(
            program, database: cluster.url(Cluster.copy), secret: secret, directory: directory,
            descriptors: descriptors
        ) { server in
            try await Task.sleep(for: .seconds(1))
            return try await body(server)
        }
    }

    /// The newest id of the account's.
    func head() async throws -> Int {
        try await cluster.number(
            "select coalesce(max(id), 0) from notify.notifications where account_id = \(Self.account)")
    }

    func announced(since head: Int) async throws -> [Int64] {
        try await cluster.execute(
            "select id from notify.notifications where account_id = \(Self.account) and id > \(head) order by id"
        ).compactMap { $0.first.flatMap { $0 }.flatMap { Int64($0) } }
    }
}
