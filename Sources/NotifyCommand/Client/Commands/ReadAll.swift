import ArgumentParser

struct ReadAll: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Mark everything as read.",
        discussion: """
            With --through what is newer than the newest that you saw stays unread.

            Examples:
              notify read-all
              notify read-all --through 143

            \(ExitStatus.help)
            """)

    @Option(help: ArgumentHelp("Only up to this notification.", valueName: "id"))
    var through: NotificationID?

    @Flag(name: .shortAndLong, help: "Do not say what was done.")
    var quiet = false

    @OptionGroup var options: ServerOptions

    func perform() async throws {
        struct Body: Decodable {
            let updatedCount: Int
        }
        let client = try options.client()
        let count = try await client.send(
            "POST", "/api/v1/notifications/read-all/", body: through.map { "{\"through\":\($0.rawValue)}" }
        ).decoded(as: Body.self, from: client.server).updatedCount
        guard !quiet else { return }
        let part = through.map { " up to \($0.rawValue)" } ?? ""
        try StandardOutput.say(
            count == 0
                ? "Nothing\(part) was unread."
                : "Marked \(count) \(count == 1 ? "notification" : "notifications")\(part) as read.")
    }
}
