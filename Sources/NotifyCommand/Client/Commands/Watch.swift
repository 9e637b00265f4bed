import ArgumentParser
import Glibc
import Notifications

struct Watch: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show new notifications as they come.",
        discussion: """
            What you want to be told of at once (`push` in `notify preferences`), oldest first, until Ctrl-C. When the \
            connection is lost it comes back for as long as it takes, and shows what was missed: each notification once, \
            in order.

            At a terminal each is a line, with a second one for its message. Elsewhere it is a line of fields with tabs \
            between them, after a line with their names, as `notify list` writes them; with --json the server's object in \
            one line. What is said of the connection is on standard error.

            Examples:
              notify watch
              notify watch --last 10 --severity error warning
              notify watch --after 143
              notify watch --json | jq --unbuffered -r .title
              notify watch --type ai_content_complete --count 1 > /dev/null && echo done

            \(ExitStatus.help)
            """)

    @OptionGroup(title: "Filters") var filter: ListFilter

    @Option(help: ArgumentHelp("Begin after this notification.", valueName: "id"))
    var after: NotificationID?

    @Option(help: ArgumentHelp("Begin with so many of the newest, 0 to 100.", valueName: "count"))
    var last = 0

    @Option(help: ArgumentHelp("End after so many.", valueName: "count"))
    var count: Int?

    @Flag(help: "The server's objects, one a line.")
    var json = false

    @Option(help: "When there are colours; auto heeds NO_COLOR and TERM=dumb.")
    var color = ColorChoice.auto

    @OptionGroup var options: ServerOptions

    func validate() throws {
        guard (0...100).contains(last) else { throw ValidationError("--last must be 0 to 100.") }
        if after != nil, last > 0 { throw ValidationError("--after and --last exclude each other.") }
        guard (1...).contains(count ?? 1) else { throw ValidationError("--count must be at least 1.") }
    }

    func perform() async throws {
        let client = try options.client()
        let output: any WatchOutput =
            if json { JSONLines() } else if Terminal(color).isForPeople { WatchLines(choice: color) } else {
                WatchFields()
            }
        // Nobody would be told before the next notification else.
        StandardOutput.whenReaderGoes { Glibc.exit(ExitStatus.done.rawValue) }
        var watcher = Watcher(
            client, filter: filter, output: output, after: after?.rawValue, recent: last, limit: count)
        try await watcher.run()
    }
}
