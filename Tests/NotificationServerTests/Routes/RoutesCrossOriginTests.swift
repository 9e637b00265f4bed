import Notifications
import Testing

@testable import NotificationServer

/// A browser's question before the call, at every route there is.
@Suite struct RoutesCrossOriginTests {
    static let asked = [
        ("origin", "https://app.example.com"), ("access-control-request-headers", "authorization, content-type"),
    ]

    @Test func `pages of a listed origin may call every route`() async throws {
        let routes = Route.all
        let listed = AllowedOrigins.listed(["https://app.example.com"])
        try await withServer(routes, settings: { $0.allowedOrigins = listed }) { server async throws in
            for route in routes {
                let method = [("access-control-request-method", route.verb)]
                let answer = try await server.send("OPTIONS", route.path.filledIn, headers: Self.asked + method)
                #expect(answer.status == 204 && answer.body.isEmpty)
                #expect(answer["access-control-allow-origin"] == "https://app.example.com")
                #expect(answer["access-control-allow-methods"]?.contains(route.verb) == true)
                let headers = answer["access-control-allow-headers"]?.lowercased() ?? ""
                #expect(headers.contains("authorization") && headers.contains("content-type"))
                #expect(headers.contains("idempotency-key"))
                let refused = try await server.send(
                    route.verb, route.path.filledIn, headers: Self.asked + [("authorization", "Bearer x")])
                let isForAll = route.isAsset
                #expect(
                    refused["access-control-allow-origin"] == (isForAll ? "*" : "https://app.example.com"),
                    "\(route.name)")
            }
        }
    }

    @Test func `without a list no page of another origin may`() async throws {
        let http = try await LiveServer.running().http
        for route in Route.all {
            let method = [("access-control-request-method", route.verb)]
            let answer = try await http.send("OPTIONS", route.path.filledIn, headers: Self.asked + method)
            #expect(answer.status == 204)
            #expect(!answer.headers.contains { $0.name.lowercased().hasPrefix("access-control-") })
        }
    }
}
