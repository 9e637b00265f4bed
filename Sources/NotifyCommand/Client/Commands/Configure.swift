import ArgumentParser
import FoundationEssentials
import Notifications

struct Configure: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the server's address and your token in a file.",
        discussion: """
            At a terminal it asks for what is not given; the token is not shown. The file is config.json in \
            $XDG_CONFIG_HOME/notify (~/.config/notify), or what NOTIFY_CONFIG names, readable for you alone. It is written \
            when one request with it has succeeded.

            Examples:
              notify configure
              notify configure --server https://notify.example.com --token-stdin < token.txt
              notify configure --show

            \(ExitStatus.help)
            """)

    @Option(help: "The server's address.")
    var server: String?

    @Flag(help: "Read the token from standard input.")
    var tokenStdin = false

    @Flag(inversion: .prefixedNo, help: "Try them with a request first.")
    var check = true

    @Flag(help: "Say where the file is and what server it names, and change nothing.")
    var show = false

    func validate() throws {
        if show, server != nil || tokenStdin { throw ValidationError("--show changes nothing.") }
    }

    func perform() async throws {
        var file = try ConfigurationFile(environment: ProcessInfo.processInfo.environment, isOptional: true)
        if show { return try describe(file) }
        let (server, token) = try answers(before: file)
        let client = Client(server: try ServerAddress(server), token: token, timeout: .seconds(30))
        client.warnIfReadable()
        file.members["server"] = .string(client.server.description)
        file.members["token"] = token.map { .string($0) }
        let unread = check ? try await unreadCount(client) : nil
        try file.save()
        try StandardOutput.say(
            "Wrote \(String(safe: file.path))." + (unread.map { " \(client.server) answers: \($0) unread." } ?? ""))
    }

    private func describe(_ file: ConfigurationFile) throws {
        let server = try file.text("server").map { String(safe: $0) } ?? "\(ServerAddress.standard) (none is set)"
        let token = try file.text("token") == nil ? "none" : "set"
        try StandardOutput.write(
            """
            file    \(String(safe: file.path))\(file.exists ? "" : " (not there yet)")
            server  \(server)
            token   \(token)

            """)
    }

    private func answers(before file: ConfigurationFile) throws -> (server: String, token: String?) {
        let (oldServer, oldToken) = (try file.text("server"), try file.text("token"))
        if tokenStdin {
            guard let token = readLine()?.trimmed, !token.isEmpty else {
                throw ClientError(.usage, "There is no token on standard input.")
            }
            return (server ?? oldServer ?? ServerAddress.standard, try checked(token))
        }
        guard TerminalPrompt.isPossible else {
            guard let server else {
                throw ClientError(.usage, "Give --server or --token-stdin, or run it at a terminal.")
            }
            return (server, oldToken)
        }
        let known = oldServer ?? ServerAddress.standard
        let typed = try server ?? entered(TerminalPrompt.line("Server [\(String(safe: known))]: "))
        let kept = oldToken == nil ? "" : ", empty to keep the present one"
        let token = try entered(TerminalPrompt.secret("Token (not shown\(kept)): "))
        return (typed.isEmpty ? known : typed, token.isEmpty ? oldToken : try checked(token))
    }

    private func entered(_ answer: String?) throws -> String {
        guard let answer else { throw ClientError(.usage, "Nothing was entered, and nothing was written.") }
        return answer
    }

    private func checked(_ token: String) throws -> String {
        guard token.unicodeScalars.allSatisfy({ ("!"..."~").contains($0) }) else {
            throw ClientError(.usage, "The token has characters that no token has; nothing was written.")
        }
        return token
    }

    private func unreadCount(_ client: Client) async throws -> Int {
        do {
            return try await client.unreadCount()
        } catch var error as ClientError {
            error.message += " Nothing was written; --no-check writes it all the same."
            throw error
        }
    }
}
