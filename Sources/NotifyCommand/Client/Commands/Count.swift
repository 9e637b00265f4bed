import ArgumentParser

struct Count: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say how many notifications are unread.",
        discussion: """
            Examples:
              notify count
              notify count --json

            \(ExitStatus.help)
            """)

    @Flag(help: "The server's answer as JSON.")
    var json = false

    @OptionGroup var options: ServerOptions

    func perform() async throws {
        let client = try options.client()
        let count = try await client.unreadCount()
        try StandardOutput.write(json ? "{\"unread_count\":\(count)}\n" : "\(count)\n")
    }
}

extension Client {
    func unreadCount() async throws -> Int {
        struct Body: Decodable {
            let unreadCount: Int
        }
        return try await send("GET", "/api/v1/notifications/unread-count/")
            .decoded(as: Body.self, from: server).unreadCount
    }
}
