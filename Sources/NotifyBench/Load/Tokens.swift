/// Makes tokens with `notify token`, as an operator does, each once.
actor Tokens {
    private let program: String
    private let secret: String
    private let directory: String
    private var made: [[String]: String] = [:]

    init(program: String, secret: String, directory: String) {
        self.program = program
        self.secret = secret
        self.directory = directory
    }

    func member(_ member: Population.Member) async throws -> String {
        try await token(["user", "--account", "\(member.account)", "--user", "\(member.user)", "--role", "editor"])
    }

    func service() async throws -> String {
        try await token(["service", "--name", "bench"])
    }

    private func token(_ arguments: [String]) async throws -> String {
        if let token = made[arguments] { return token }
        let output = try await Programs.run(
            program, ["token"] + arguments + ["--ttl", "86400"],
            environment: ["JWT_SECRET": secret, "NOTIFY_DATA_DIR": directory])
        let token = output.split(whereSeparator: \.isWhitespace).joined()
        made[arguments] = token
        return token
    }
}
