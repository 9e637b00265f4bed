import ArgumentParser

struct Read: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Mark notifications as read, or unread again.",
        discussion: """
            Examples:
              notify read 143
              notify read 143 142 --unread

            With several ids, one that fails does not keep the others; the exit status is then the worst.
            \(ExitStatus.help)
            """)

    @Argument(help: "Ids, as `notify list` shows them, or UUIDs.")
    var ids: [NotificationID]

    @Flag(help: "Mark as unread again.")
    var unread = false

    @Flag(name: .shortAndLong, help: "Do not say what was done.")
    var quiet = false

    @OptionGroup var options: ServerOptions

    func perform() async throws {
        let client = try options.client()
        let verb = unread ? "unread" : "read"
        let outcome = await client.forEach(ids) { id in
            _ = try await client.send("POST", "/api/v1/notifications/\(id.rawValue)/\(verb)/")
        }
        if !quiet, let done = outcome.done { try StandardOutput.say("Marked \(done) as \(verb).") }
        try outcome.end()
    }
}
