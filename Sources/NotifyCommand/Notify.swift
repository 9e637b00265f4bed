import ArgumentParser
import NotificationServer

@main
struct Notify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "The notification inbox for multi-tenant products.",
        discussion: """
            Settings come from the environment (HOST, PORT, DATABASE_URL, JWT_SECRET, …; see the README); flags override \
            them. Without DATABASE_URL a private PostgreSQL is made and run in the data directory, for development.

            The inbox commands ask a server: --server, NOTIFY_SERVER or `notify configure` says which.
            \(ExitStatus.help)
            """,
        version: Server.release,
        groupedSubcommands: [
            CommandGroup(
                name: "Inbox",
                subcommands: [
                    List.self, Watch.self, Count.self, Read.self, ReadAll.self, Delete.self, PreferencesCommand.self,
                    Configure.self,
                ]),
            CommandGroup(name: "Server", subcommands: [Serve.self, Migrate.self, Seed.self, Token.self]),
        ]
    )
}
