import FoundationEssentials
import Glibc
import NotificationServer
import Notifications

/// What to try first, for whoever has just started the demo.
struct Welcome {
    private let settings: Settings
    private let address: String
    private let isDemo: Bool

    init(_ settings: Settings, port: Int, isDemo: Bool) {
        self.isDemo = isDemo
        self.settings = settings
        let host = settings.host.contains(":") && !settings.host.hasPrefix("[") ? "[\(settings.host)]" : settings.host
        address = "http://\(host):\(port)"
    }

    func show() async {
        guard let mint = TokenMint(settings),
            let world = try? SeedWorld.all.first, let member = world.users.first,
            let token = try? await mint.token(
                for: TokenMint.User(
                    String(member.id), account: Identifier(world.account.id), role: Role(rawValue: member.role)),
                lifetime: 86_400),
            let service = try? await mint.token(
                service: "demo", scopes: Set(Scope.all), lifetime: 86_400)
        else { return }
        print(
            """

            The inbox is at \(address)
            \(isDemo ? "The bell is at \(address)/demo/: choose who you are\n" : "")
            \(member.name), \(member.role) of \(world.account.name), may read for a day with this token:
            TOKEN=\(token)
            curl -H "Authorization: Bearer $TOKEN" \(address)/api/v1/notifications/
            NOTIFY_SERVER=\(address) NOTIFY_TOKEN=$TOKEN swift run notify watch

            A backend announces with this one:
            SERVICE_TOKEN=\(service)
            curl -H "Authorization: Bearer $SERVICE_TOKEN" -H "Content-Type: application/json" \\
                -d '{"account_id": \(world.account.id), "cluster_count": 5, "keyword_count": 50}' \\
                \(address)/api/v1/notify/clustering_complete/

            """)
        fflush(nil)  // standard output may be a file or a pipe, which is where scripts look for the token
    }
}
