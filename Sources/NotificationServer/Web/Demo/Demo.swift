import HTTPTypes
import Hummingbird
import Notifications

/// What stands in for a product in the demo (`notify serve --demo`): a sign-in where one chooses who one is, the tokens
/// that our pages ask a product for, and pages for notifications to lead to.
///
/// It answers only who calls this machine by a name of its own, so that no page of the web gets at it through a name that
/// suddenly stands for this machine (DNS rebinding).
struct Demo: Sendable {
    static let home = WebAddress("/demo/")
    static let tokenURL = WebAddress("/demo/token")
    static let inbox = "/account/notifications"

    let accounts: [DemoAccount]
    let mint: TokenMint
    let service: NotificationService
    let catalogue: Catalogue
    let pageHeaders: HTTPFields
    /// What every page may fill in.
    let pageValues: Template.Values
    let homePage: Template
    let productPage: Template

    /// - Throws: when there is no secret to sign tokens with.
    init(
        _ accounts: [DemoAccount], _ settings: Settings, _ assets: Assets, service: NotificationService
    ) throws {
        guard let mint = TokenMint(settings) else {
            throw SettingsError("JWT_SECRET is missing: without it the demo cannot make tokens.")
        }
        self.accounts = accounts
        self.mint = mint
        self.service = service
        catalogue = service.catalogue
        pageHeaders = PageHeaders.fields(settings)
        pageValues = Pages.values(assets, settings, isDemo: true)
        homePage = try Template(
            assets.page("demo.html"), file: "demo.html",
            known: Set(pageValues.keys).union([
                "signed_in", "name", "role", "account", "accounts", "users", "id", "is_current",
            ]))
        productPage = try Pages.template(assets)
    }

    var routes: [Route] {
        [
            Route(.get, "/", guarded { _ in .seeOther("/demo/") }),
            Route(.get, "/demo/", guarded(choose)),
            Route(.post, "/demo/sign-in", guarded(signIn)),
            Route(.post, "/demo/sign-out", guarded(signOut)),
            Route(.get, "/demo/token", guarded(token)),
            Route(.post, "/demo/announce", guarded(announce)),
        ]
    }

    /// For who asks this machine by a name of its own, and changes something from a page of ours.
    private func guarded(_ answer: @escaping Handler.ForAnybody) -> Handler {
        .open { call in
            guard let host = call.loopbackHost else {
                throw NotificationError(.forbidden, "The demo answers to 127.0.0.1, [::1] and localhost alone.")
            }
            if let origin = call.head.headerFields[.origin], call.head.method == .post, origin != "http://\(host)" {
                throw NotificationError(.forbidden, "This is for the demo's own pages.")
            }
            return try await answer(call)
        }
    }
}

extension Call {
    /// The name and the port that the server was called by, when the name can only be this machine's.
    var loopbackHost: String? {
        guard let authority = head.authority?.lowercased() else { return nil }
        let port = authority.lastIndex(of: ":").map { authority[$0...] } ?? ""
        let hasPort = !port.isEmpty && port.dropFirst().utf8.allSatisfy(\.isASCIIDigit)
        let name = hasPort ? authority.dropLast(port.count) : authority[...]
        return Settings.isLoopback(String(name)) ? authority : nil
    }
}

extension Response {
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }
}
