import ArgumentParser
import Notifications

struct List: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show your notifications, newest first.",
        discussion: """
            At a terminal it is a table as wide as the window; ● marks what is unread. Elsewhere each notification is a \
            line of fields with tabs between them, after a line with their names, and nothing is cut. \
            --color always makes the table there too, COLUMNS wide.

            Examples:
              notify list --unread
              notify list --severity error warning --limit 50
              notify list --type credits_low --type credits_depleted --all
              notify list --unread --json | jq -r '.[].id' | xargs notify read
              notify list --color always | less -R

            \(ExitStatus.help)
            """)

    @OptionGroup(title: "Filters") var filter: ListFilter

    @Option(help: ArgumentHelp("At most so many, 1 to 1000. (default: 20)", valueName: "count"))
    var limit: Int?

    @Flag(help: "All of them.")
    var all = false

    @Flag(help: "The server's objects as a JSON array.")
    var json = false

    @Option(help: "When there are colours; auto heeds NO_COLOR and TERM=dumb.")
    var color = ColorChoice.auto

    @OptionGroup var options: ServerOptions

    func validate() throws {
        if all, limit != nil { throw ValidationError("--all and --limit exclude each other.") }
        guard (1...1000).contains(limit ?? 20) else { throw ValidationError("--limit must be 1 to 1000.") }
    }

    func perform() async throws {
        let client = try options.client()
        let terminal = Terminal(color)
        var output: any ListOutput =
            if json { JSONList() } else if terminal.isForPeople { TableList(terminal) } else { FieldList() }
        try await client.eachPage(query: filter.query, limit: all ? nil : limit ?? 20) { page, answer in
            try output.show(page, answer)
            return true
        }
        try await output.end(client)
    }
}

extension Client {
    /// Calls `body` with one page after the other, of at most 100 notifications and `limit` in all; at least once, and until
    /// it returns false.
    func eachPage(query: [String], limit: Int?, _ body: (InboxPage, Answer) throws -> Bool) async throws {
        var (rest, cursor) = (limit ?? .max, "")
        while true {
            let size = min(rest, Inbox.maximumPageSize)
            let parameters = (query + ["page_size=\(size)", "cursor=\(cursor)"]).joined(separator: "&")
            let answer = try await send("GET", "/api/v1/notifications/?\(parameters)")
            let page: InboxPage = try answer.decoded(from: server)
            guard page.results.count <= size else { throw ClientError.notOurs(server, "its page is too long") }
            guard try body(page, answer) else { return }
            rest -= page.results.count
            guard rest > 0, let next = try page.nextCursor(from: server) else { return }
            guard next != cursor, !page.results.isEmpty else {
                throw ClientError.notOurs(server, "its list does not come to an end")
            }
            cursor = next
        }
    }
}
