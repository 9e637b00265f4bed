import NIOCore
import NIOHTTP1
import Testing

@testable import NotificationServer

/// What browsers are sent, and how long they keep it.
@Suite struct AssetTests {
    static let names = Assets.files.keys.sorted()
    static let encodings = [[], [("accept-encoding", "gzip, deflate")], [("accept-encoding", "gzip, deflate, br")]]

    private func get(
        _ path: String, method: String = "GET", _ headers: [(String, String)] = []
    ) async throws -> TestServer.Answer {
        try await LiveServer.running().http.send(method, path, headers: headers)
    }

    @Test(arguments: names)
    func `it may be had by every page, and is asked for again each time`(name: String) async throws {
        let answer = try await get("/\(name)")
        #expect(answer.status == 200 && !answer.body.isEmpty)
        #expect(answer["access-control-allow-origin"] == "*")
        #expect(answer["cross-origin-resource-policy"] == "cross-origin")
        #expect(answer["x-content-type-options"] == "nosniff")
        #expect(answer["cache-control"] == "no-cache")
        #expect(answer.headers["vary"] == ["Accept-Encoding"])
        #expect(answer["content-encoding"] == nil)
        let types = [
            "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
            "svg": "image/svg+xml; charset=utf-8", "ts": "application/typescript; charset=utf-8",
        ]
        #expect(answer["content-type"] == types[String(name.split(separator: ".").last ?? "")])
    }

    @Test(arguments: names, ContentCoding.allCases)
    func `compressed it is the same, under a tag of its own`(name: String, coding: ContentCoding) async throws {
        let plain = try await get("/\(name)")
        let small = try await get("/\(name)", [("accept-encoding", "deflate, \(coding.rawValue)")])
        let tags = [try #require(plain["etag"]), try #require(small["etag"])]
        for tag in tags { #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"")) }
        guard small["content-encoding"] != nil else {
            // It would not have been smaller.
            #expect(small.body == plain.body && tags[0] == tags[1])
            return
        }
        #expect(small["content-encoding"] == coding.rawValue)
        #expect(tags[1] == "\(tags[0].dropLast())-\(coding.rawValue)\"")
        #expect(small.length < plain.length)
        #expect(try await coding.decode([UInt8](buffer: small.bytes)) == plain.body)
    }

    @Test func `of all that they take they get what they would rather have`() async throws {
        for path in ["/notification-bell.js", "/account/notifications"] {
            for (accepted, coding) in [
                ("gzip, br", "br"), ("br;q=0.5, gzip;q=0.5", "br"), ("br;q=0.5, gzip", "gzip"), ("gzip", "gzip"),
                ("br;q=0, *", "gzip"), ("zstd", nil), ("identity, br;q=0.9", nil),
            ] {
                #expect(try await get(path, [("accept-encoding", accepted)])["content-encoding"] == coding)
            }
        }
    }

    @Test func `who has it already is told so, with all that goes with it`() async throws {
        for path in ["/page.css", "/account/notifications", "/settings/notifications/"] {
            for encoding in Self.encodings {
                let first = try await get(path, encoding)
                let tag = try #require(first["etag"])
                for known in [tag, "\"x\", \(tag)", "W/\(tag)", "*"] {
                    for method in ["GET", "HEAD"] {
                        let again = try await get(path, method: method, encoding + [("if-none-match", known)])
                        #expect(again.status == 304 && again.length == 0, "\(method) \(path) \(known)")
                        for name in ["etag", "cache-control", "vary", "access-control-allow-origin"] {
                            #expect(again[name] == first[name], "\(name)")
                        }
                    }
                }
                for other in ["\"x\"", "x", "", "\(tag)x"] {
                    #expect(try await get(path, encoding + [("if-none-match", other)]).status == 200)
                }
            }
        }
    }

    @Test func `at an address with the version it may be kept for a year`() async throws {
        let version = try Assets.embedded.get().version
        for name in Self.names {
            let (plain, kept) = (try await get("/\(name)"), try await get("/assets/\(version)/\(name)"))
            #expect(kept.status == 200 && kept.body == plain.body)
            #expect(kept["cache-control"] == "public, max-age=31536000, immutable")
            for field in [
                "etag", "content-type", "vary", "access-control-allow-origin", "cross-origin-resource-policy",
            ] {
                #expect(kept[field] == plain[field], "\(field)")
            }
        }
    }

    @Test func `at an address with another's version it may not be kept`() async throws {
        for version in ["000000000000", "x", "..", "%00", String(repeating: "9", count: 2_000)] {
            let answer = try await get("/assets/\(version)/page.css")
            #expect(answer.status == 200 && answer["cache-control"] == "no-store", "\(version)")
        }
    }

    @Test(arguments: [
        "/assets/000000000000/page.html", "/assets/000000000000/en.js", "/assets/000000000000/nothing",
        "/assets/000000000000/", "/assets/page.css", "/assets/x/y/page.css", "/page.html", "/bell.js", "/demo.html",
        "/assets/x/..%2fpage.css", "/assets/x/page.css%00",
    ])
    func `nothing else is there`(path: String) async throws {
        let answer = try await get(path)
        #expect(answer.status == 404 && answer["content-type"] == "application/problem+json")
        #expect(answer["access-control-allow-origin"] == nil)
    }

    @Test func `HEAD has the headers of GET and no body`() async throws {
        for path in Self.names.map({ "/\($0)" }) + ["/account/notifications", "/settings/notifications"] {
            for encoding in Self.encodings {
                let (full, head) = (try await get(path, encoding), try await get(path, method: "HEAD", encoding))
                #expect(head.status == 200 && head.length == 0)
                #expect(head["content-length"] == "\(full.length)", "\(path)")
                for name in ["etag", "content-type", "content-encoding", "vary"] { #expect(head[name] == full[name]) }
            }
        }
    }

    @Test func `every origin may have it, also where few may call`() async throws {
        for origins in [AllowedOrigins.listed(["https://app.example.com"]), .any] {
            try await withServer(Route.all, settings: { $0.allowedOrigins = origins }) { server async throws in
                for origin in ["https://app.example.com", "https://other.example"] {
                    let answer = try await server.send("GET", "/page.css", headers: [("origin", origin)])
                    #expect(answer.headers["access-control-allow-origin"] == ["*"])
                    #expect(answer.headers["vary"] == ["Accept-Encoding"])
                }
            }
        }
    }
}
