import Hummingbird
import NIOHTTP1
import Notifications
import Testing

@testable import NotificationServer

@Suite struct CrossOriginTests {
    let routes: [Route] = [
        Route(.get, "/open", .open { _ in .json(headers: [.vary: "Authorization"]) { $0.null() } }),
        Route(.put, "/private", .user { _, _ in .noContent }),
    ]
    let app = [("origin", "https://app.example.com")]
    let preflight = [("access-control-request-method", "PUT"), ("access-control-request-headers", "authorization")]

    @Test func `other origins are not allowed unless they are listed`() async throws {
        try await withServer(routes) { server async throws in
            let answer = try await server.send("GET", "/open", headers: app)
            #expect(answer.status == 200)
            #expect(answer["access-control-allow-origin"] == nil)
            let asked = try await server.send("OPTIONS", "/private", headers: app + preflight)
            #expect(asked["access-control-allow-origin"] == nil)
            #expect(asked["allow"] == "PUT, OPTIONS")
        }
    }

    @Test func `a listed origin may call, and ask before`() async throws {
        let listed = AllowedOrigins.listed(["https://app.example.com", "http://localhost:3000"])
        try await withServer(routes, settings: { $0.allowedOrigins = listed }) { server async throws in
            let answer = try await server.send("GET", "/open", headers: app)
            #expect(answer["access-control-allow-origin"] == "https://app.example.com")
            #expect(answer["access-control-allow-credentials"] == nil)
            #expect(answer.headers["vary"].joined(separator: ", ") == "Authorization, Origin")
            for path in ["/open", "/private", "/nothing"] {
                let asked = try await server.send("OPTIONS", path, headers: app + preflight)
                #expect(asked.status == 204)
                #expect(asked["access-control-allow-origin"] == "https://app.example.com")
                #expect(asked["access-control-allow-methods"]?.contains("PUT") == true)
                #expect(asked["access-control-allow-headers"]?.contains("If-None-Match") == true)
                #expect(asked["vary"] == "Origin")
            }
            // A page must be able to read why it was refused.
            let refused = try await server.send("PUT", "/private", headers: app)
            #expect(refused.status == 401 && refused["access-control-allow-origin"] == "https://app.example.com")
        }
    }

    @Test(arguments: [
        "https://evil.example", "https://app.example.com.evil.example", "http://app.example.com", "null", "",
        "https://app.example.com:8443", "https://APP.example.com", "https://app.example.com/", "*",
    ])
    func `another origin is told nothing`(origin: String) async throws {
        let listed = AllowedOrigins.listed(["https://app.example.com"])
        try await withServer(routes, settings: { $0.allowedOrigins = listed }) { server async throws in
            for method in ["GET", "OPTIONS"] {
                let answer = try await server.send(method, "/open", headers: [("origin", origin)] + preflight)
                #expect(answer["access-control-allow-origin"] == nil)
                #expect(answer.headers["vary"].contains { $0.contains("Origin") })
            }
        }
    }

    @Test func `every origin may call when all are allowed`() async throws {
        try await withServer(routes, settings: { $0.allowedOrigins = .any }) { server async throws in
            let answer = try await server.send("GET", "/open", headers: [("origin", "https://any.example")])
            #expect(answer["access-control-allow-origin"] == "*")
            #expect(answer["access-control-allow-credentials"] == nil)
        }
    }
}
