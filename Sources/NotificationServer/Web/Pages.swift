import HTTPTypes

/// The pages that the server has itself, filled in as it is set up.
struct Pages: Sendable {
    let list: Asset
    let settings: Asset

    /// - Parameter isDemo: whether one may choose who one is.
    init(_ assets: Assets, _ settings: Settings, isDemo: Bool) throws(BrowserSourceError) {
        let template = try Self.template(assets)
        let values = Self.values(assets, settings, isDemo: isDemo)
        let headers = PageHeaders.fields(settings)
        func page(_ content: String) -> Asset {
            Asset(Array(template.fill(in: values.merging([content: .flag(true)]) { $1 }).utf8), headers: headers)
        }
        list = page("list")
        self.settings = page("settings")
    }

    /// What all pages are but the demo's first: `list`, `settings` or `product` (the path) says which.
    static func template(_ assets: Assets) throws(BrowserSourceError) -> Template {
        try Template(
            assets.page("page.html"), file: "page.html",
            known: ["version", "token_url", "sign_in_url", "demo", "list", "settings", "product"])
    }

    /// What every page may fill in.
    static func values(_ assets: Assets, _ settings: Settings, isDemo: Bool) -> Template.Values {
        [
            "version": .text(assets.version), "token_url": .text(settings.tokenURL?.description ?? ""),
            "sign_in_url": .text(settings.signInURL?.description ?? ""), "demo": .flag(isDemo),
        ]
    }
}

/// What a browser is told about a page of ours: that it runs our own files and nothing else, is in nobody's frame, and
/// asks nobody but us, and who gives it tokens.
enum PageHeaders {
    static func fields(_ settings: Settings) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .contentSecurityPolicy: policy(tokensFrom: settings.tokenURL?.origin),
        ]
        for (name, value) in others {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }

    private static func policy(tokensFrom origin: String?) -> String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
            "connect-src 'self'" + (origin.map { " \($0)" } ?? ""), "base-uri 'none'", "form-action 'self'",
            "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
        ].joined(separator: "; ")
    }

    private static let others = [
        ("Cross-Origin-Opener-Policy", "same-origin"),
        (
            "Permissions-Policy",
            [
                "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
                "midi", "payment", "usb",
            ].map { "\($0)=()" }.joined(separator: ", ")
        ),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ]
}
