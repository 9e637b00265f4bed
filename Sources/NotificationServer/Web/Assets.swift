import Crypto
import FoundationEssentials
import HTTPTypes
import Notifications

/// Everything that browsers are sent: modules, joined, and what is beside them.
struct Assets: Sendable {
    /// Of the program's own files, made once.
    static let embedded = Result { () throws(BrowserSourceError) in
        #if DEBUG
        try Assets(BrowserFiles.inFolder() ?? BrowserFiles.all)
        #else
        try Assets(BrowserFiles.all)
        #endif
    }

    /// What is served under which name, and the file that it is, or that it is joined from.
    static let files = [
        "icon.svg": "icon.svg",
        "notification-bell.js": "bell-module.js",
        "notification-client.d.ts": "client.d.ts",
        "notification-client.js": "client-module.js",
        "notification-elements.d.ts": "elements.d.ts",
        "notification-elements.js": "elements-module.js",
        "notification-page.js": "page.js",
        "notification-sound.js": "sound.js",
        "notification-strings-ar.js": "ar.js",
        "notification-strings-de.js": "de.js",
        "page.css": "page.css",
    ]

    /// Twelve hexadecimal digits, others when any file is another, our pages' included.
    let version: String
    private let assets: [String: Asset]
    private let texts: [String: String]

    init(_ files: [String: [UInt8]]) throws(BrowserSourceError) {
        var texts: [String: String] = [:]
        var sources: [String: BrowserSource] = [:]
        for (name, bytes) in files {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw BrowserSourceError("\(name): it is not UTF-8.")
            }
            texts[name] = text
            if name.hasSuffix(".js") { sources[name] = try BrowserSource(name, text) }
        }
        var assets: [String: Asset] = [:]
        for (name, file) in Self.files {
            guard let text = texts[file] else { throw BrowserSourceError("\(file): there is no such file.") }
            let served = file.hasSuffix(".js") ? try BrowserModule.join(file, from: sources) : text
            assets[name] = Asset(Array(served.utf8), headers: Self.headers(of: name))
        }
        var hash = SHA256()
        for (name, asset) in assets.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Data(name.utf8))
            hash.update(data: asset.digest)
        }
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) where name.hasSuffix(".html") {
            hash.update(data: SHA256.hash(data: Data(text.utf8)).map { $0 })
        }
        version = hash.finalize().prefix(6).hexadecimal
        self.assets = assets
        self.texts = texts
    }

    /// By the name that it is served under.
    subscript(_ name: String) -> Asset? { assets[name] }

    /// A page of ours, to be filled in.
    func page(_ name: String) throws(BrowserSourceError) -> String {
        guard let text = texts[name] else { throw BrowserSourceError("\(name): there is no such file.") }
        return text
    }

    /// Pages of every origin may have them: there is nothing secret in them, and a module is always fetched with CORS.
    private static func headers(of name: String) -> HTTPFields {
        var headers: HTTPFields = [.contentType: contentType(of: name), .accessControlAllowOrigin: "*"]
        headers[.crossOriginResourcePolicy] = "cross-origin"
        return headers
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml; charset=utf-8"
        case "ts": "application/typescript; charset=utf-8"
        default: "text/plain; charset=utf-8"
        }
    }
}
