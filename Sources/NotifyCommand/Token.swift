import ArgumentParser
import FoundationEssentials
import NotificationServer
import Notifications

struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a token for development.",
        discussion: """
            Signed with JWT_SECRET, or with the secret that was generated in the data directory. In production your own \
            sign-in makes the tokens; the README says what is in them.
            """,
        subcommands: [ForUser.self, ForService.self])

    struct ForUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "user", abstract: "A member's token: reads the inbox on their behalf.")

        @Option(help: "The account's id.")
        var account: Int64

        @Option(help: "The user's id, or their UUID.")
        var user: String

        @Option(help: "One of \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        var role = "editor"

        @Option(help: "The user's name.")
        var name: String?

        @Option(help: "The user's e-mail address.")
        var email: String?

        @Option(help: "How many seconds it is valid.")
        var ttl = 3600

        @OptionGroup var secret: SecretOptions

        func validate() throws {
            guard account > 0 else { throw ValidationError("--account must be a positive number.") }
            guard ttl > 0 else { throw ValidationError("--ttl must be a positive number of seconds.") }
            guard Role(rawValue: role) != nil else {
                throw ValidationError("--role must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            guard Int64(user).map({ $0 > 0 }) ?? (UUID(uuidString: user) != nil) else {
                throw ValidationError("--user must be a positive number or a UUID.")
            }
        }

        func run() async throws {
            let user = TokenMint.User(
                user, account: Identifier(account), role: Role(rawValue: role), email: email, name: name)
            print(try await secret.mint().token(for: user, lifetime: Double(ttl)))
        }
    }

    struct ForService: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "service", abstract: "A backend's token: announces, and tells of accounts, users and sites.")

        @Option(help: "What the service is called.")
        var name = "development"

        @Option(help: "What it may do: \(Scope.all.joined(separator: ", ")). Repeatable.")
        var scope = [Scope.write]

        @Option(help: "The one account it is bound to; without: all.")
        var account: Int64?

        @Option(help: "How many seconds it is valid.")
        var ttl = 3600

        @OptionGroup var secret: SecretOptions

        func validate() throws {
            guard account.map({ $0 > 0 }) ?? true else { throw ValidationError("--account must be a positive number.") }
            guard ttl > 0 else { throw ValidationError("--ttl must be a positive number of seconds.") }
            for scope in scope where !Scope.all.contains(scope) {
                throw ValidationError("--scope must be one of \(Scope.all.joined(separator: ", ")).")
            }
        }

        func run() async throws {
            let token = try await secret.mint().token(
                service: name, scopes: Set(scope), account: account.map { Identifier($0) }, lifetime: Double(ttl))
            print(token)
        }
    }
}

/// Where the secret is.
struct SecretOptions: ParsableArguments {
    @Option(
        name: .customLong("data-dir"), help: "Where a generated secret lives; overrides NOTIFY_DATA_DIR (.notify).")
    var dataDirectory: String?

    func mint() throws -> TokenMint {
        var environment = ProcessInfo.processInfo.environment
        if let dataDirectory { environment["NOTIFY_DATA_DIR"] = dataDirectory }
        var settings = try Settings(environment: environment)
        try settings.loadSecret()
        guard let mint = TokenMint(settings) else {
            throw ValidationError("There is no JWT_SECRET: with JWT_JWKS alone, tokens are your own sign-in's to make.")
        }
        return mint
    }
}
