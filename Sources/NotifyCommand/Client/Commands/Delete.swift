import ArgumentParser

struct Delete: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove notifications from your inbox.",
        discussion: """
            What is for the whole account goes from your inbox alone; with --for-everyone owners and admins remove it from \
            all.

            Examples:
              notify delete 143
              notify delete 143 142 --for-everyone

            With several ids, one that fails does not keep the others; the exit status is then the worst.
            \(ExitStatus.help)
            """)

    @Argument(help: "Ids, as `notify list` shows them, or UUIDs.")
    var ids: [NotificationID]

    @Flag(help: "Remove for the whole account (owners and admins).")
    var forEveryone = false

    @Flag(name: .shortAndLong, help: "Do not say what was done.")
    var quiet = false

    @OptionGroup var options: ServerOptions

    func perform() async throws {
        let client = try options.client()
        let query = forEveryone ? "?for=everyone" : ""
        let outcome = await client.forEach(ids) { id in
            _ = try await client.send("DELETE", "/api/v1/notifications/\(id.rawValue)/\(query)")
        }
        if !quiet, let done = outcome.done {
            try StandardOutput.say("Removed \(done)\(forEveryone ? " for everyone" : " from your inbox").")
        }
        try outcome.end()
    }
}
