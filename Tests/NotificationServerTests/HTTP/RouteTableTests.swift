import FoundationEssentials
import HTTPTypes
import Hummingbird
import Notifications
import Testing

@testable import NotificationServer

@Suite struct RouteTableTests {
    struct Mishap: Error {}

    static let routes: [Route] = [
        Route(.get, "/healthz", .open { _ in .json { $0.string("fine") } }),
        Route(
            .get, "/api/v1/things/",
            .user { viewer, call in
                let page = try call.query { $0.int("page", in: 1...100) }
                return .json { $0.string("\(viewer.account) \(viewer.user) \(viewer.role) \(page ?? 0)") }
            }),
        Route(
            .post, "/api/v1/things/",
            .service(scope: "things:write") { token, call in
                let title = try await call.body { $0.string("title", limit: 10) }
                return .json(status: .created) { $0.string("\(token.name) \(title)") }
            }),
        Route(.get, "/api/v1/things/count/", .user { _, _ in .json { $0.int(5) } }),
        Route(
            .post, "/api/v1/things/{id}/read/",
            .user { _, call in
                let id = try call.identifier("id", of: Site.self)
                let through = try await call.optionalBody { $0.optionalInt("through") }
                return .json { $0.string("\(id) \(through ?? 0)") }
            }),
        Route(
            .delete, "/api/v1/things/{id}/",
            .either(
                scope: "things:admin",
                user: { viewer, _ in .json { $0.string("user \(viewer.user)") } },
                service: { token, _ in .json { $0.string("service \(token.name)") } }
            )),
        Route(
            .get, "/fail/{how}",
            .open { call in
                switch call.parameter("how") {
                case "conflict": throw NotificationError(.conflict, "Other arguments.")
                case "unavailable": throw NotificationError(.unavailable, "Not now.")
                case "unknown": throw NotificationError(.outcomeUnknown, "Who knows.")
                case "gone": throw NotificationError(.unauthenticated, "Deleted “you”.")
                case "http": throw HTTPError(.gone, message: "short and stout")
                case "http500": throw HTTPError(.internalServerError, message: "password=hunter2")
                default: throw Mishap()
                }
            }),
    ]

    func user(_ subject: String = "7", account: Identifier<Account>? = 3, role: Role? = .editor) async throws -> String
    {
        try await TokenMint(secret: TestKeys.secret).token(for: .init(subject, account: account, role: role))
    }

    func service(_ scopes: String...) async throws -> String {
        try await TokenMint(secret: TestKeys.secret).token(service: "billing", scopes: Set(scopes))
    }

    @Test func `every kind of caller reaches what is for them, and nothing else`() async throws {
        let (user, writer, admin) = (
            try await user(), try await service("things:write", "x"), try await service("things:admin")
        )
        try await withServer(Self.routes) { server async throws in
            #expect(try await server.send("GET", "/healthz").json == "fine")
            #expect(try await server.send("GET", "/api/v1/things/", token: user).json == "3 7 editor 0")
            #expect(try await server.send("GET", "/api/v1/things?page=2", token: user).json == "3 7 editor 2")
            let created = try await server.send("POST", "/api/v1/things/", token: writer, body: #"{"title":"x"}"#)
            #expect(created.status == 201 && created.json == "billing x")
            #expect(try await server.send("DELETE", "/api/v1/things/5/", token: user).json == "user 7")
            #expect(try await server.send("DELETE", "/api/v1/things/5/", token: admin).json == "service billing")

            for (method, path, token, sentence) in [
                ("GET", "/api/v1/things/", writer, "This takes a user's token, not a service's."),
                ("POST", "/api/v1/things/", user, "This takes a service's token, not a user's."),
                ("POST", "/api/v1/things/", admin, "This takes a token with the scope things:write."),
                ("DELETE", "/api/v1/things/5/", writer, "This takes a token with the scope things:admin."),
            ] {
                let answer = try await server.send(method, path, token: token)
                #expect(answer.status == 403)
                #expect(answer.json["detail"] == .string(sentence))
                #expect(answer["content-type"] == "application/problem+json")
            }
        }
    }

    @Test(arguments: routes.filter { !$0.handler.isOpen }.map { ($0.method.rawValue, $0.path) })
    func `without a token there is nobody`(method: String, path: String) async throws {
        try await withServer(Self.routes) { server async throws in
            let path = path.replacing("{id}", with: "1")
            for headers in [[], [("authorization", "Basic eDp5")], [("authorization", "")]] {
                let answer = try await server.send(method, path, headers: headers)
                #expect(answer.status == 401)
                #expect(answer["www-authenticate"] == "Bearer")
            }
            for headers in [
                [("authorization", "Bearer")], [("authorization", "Bearer x")], [("authorization", "bearer a b")],
                [("authorization", "Bearer x"), ("authorization", "Bearer y")],
            ] {
                let answer = try await server.send(method, path, headers: headers)
                #expect(answer.status == 401)
                #expect(
                    answer["www-authenticate"]?.hasPrefix(#"Bearer error="invalid_token", error_description="The "#)
                        == true)
                #expect(answer.json["type"] == "/problems/unauthorized")
            }
        }
    }

    @Test func `methods are told apart`() async throws {
        let user = try await user()
        try await withServer(Self.routes) { server async throws in
            let refused = try await server.send("PUT", "/api/v1/things/")
            #expect(refused.status == 405)
            #expect(refused["allow"] == "GET, HEAD, POST, OPTIONS")
            #expect(refused.json["detail"] == #"Method "PUT" not allowed."#)
            #expect(try await server.send("DELETE", "/api/v1/things/count/", token: user).status == 405)
            let options = try await server.send("OPTIONS", "/api/v1/things/1/read")
            #expect(options.status == 204 && options["allow"] == "POST, OPTIONS" && options.body.isEmpty)
            #expect(try await server.send("PROPFIND", "/api/v1/things/").status == 501)
            let unknown = try await server.send("GET", "/api/v2/things/")
            #expect(unknown.status == 404 && unknown["content-type"] == "application/problem+json")
            #expect(unknown.json["title"] == "Not Found")
            #expect(unknown.json["errors"] == nil)
        }
    }

    @Test(arguments: ["/healthz", "/api/v1/things/count", "/api/v1/nothing", "/api/v1/things/?bad=1", "/fail/x"])
    func `HEAD answers as GET does, without the body`(path: String) async throws {
        let user = try await user()
        try await withServer(Self.routes) { server async throws in
            let get = try await server.send("GET", path, token: user)
            let head = try await server.send("HEAD", path, token: user)
            #expect(head.status == get.status)
            #expect(head.body.isEmpty && !get.body.isEmpty)
            #expect(head["content-type"] == get["content-type"])
            // The number of the request is in the answer about an error of ours.
            #expect(path == "/fail/x" || head["content-length"] == "\(get.body.utf8.count)")
        }
    }

    @Test func `HEAD is not allowed where GET is not`() async throws {
        try await withServer(Self.routes) { server async throws in
            #expect(try await server.send("HEAD", "/api/v1/things/1/read/").status == 405)
        }
    }

    @Test(arguments: [
        "0", "-1", "+1", "1.0", "abc", "9223372036854775808", "%00", "%31", "1%20", "٣", "1;x", "count", "null",
        "%2e%2e",
        "99999999999999999999999999999999", "1e3", "0x1",
    ])
    func `a thing whose number is none is not there`(id: String) async throws {
        let user = try await user()
        try await withServer(Self.routes) { server async throws in
            let encoded = id == "٣" ? "%D9%A3" : id
            let answer = try await server.send("POST", "/api/v1/things/\(encoded)/read/", token: user)
            #expect(answer.status == 404)
            #expect(answer["content-type"] == "application/problem+json")
        }
    }

    @Test func `errors have one table`() async throws {
        try await withServer(Self.routes) { server async throws in
            for (how, status, detail) in [
                ("conflict", 409, "Other arguments."), ("unavailable", 503, "Not now."), ("unknown", 503, "Who knows."),
                ("gone", 401, "Deleted “you”."), ("http", 410, "short and stout"),
            ] {
                let answer = try await server.send("GET", "/fail/\(how)")
                #expect(answer.status == status)
                #expect(answer.json["detail"] == .string(detail))
                #expect(answer.json["status"] == .int(Int64(status)))
                #expect((answer["retry-after"] != nil) == (status == 503))
                #expect(answer.json["request_id"] == nil)
            }
            let gone = try await server.send("GET", "/fail/gone")
            #expect(gone["www-authenticate"] == #"Bearer error="invalid_token", error_description="Deleted 'you'.""#)
        }
    }

    @Test(arguments: ["mishap", "http500"])
    func `nothing internal leaks, and all is in the log`(how: String) async throws {
        let recorder = Recorder()
        try await withServer(Self.routes, logger: recorder.logger) { server async throws in
            let answer = try await server.send("GET", "/fail/\(how)")
            #expect(answer.status == 500)
            #expect(answer.json["detail"] == "Something went wrong here. It has been logged.")
            guard case .string(let id)? = answer.json["request_id"] else { throw Mishap() }
            #expect(!id.isEmpty)
            #expect(!answer.body.contains("hunter2") && !answer.body.contains("Mishap"))
            let line = try #require(recorder.lines.first { $0.hasPrefix("error: ") })
            #expect(line.contains("hb.request.id=\(id)") && line.contains("path=/fail/\(how)"))
            #expect(line.contains(how == "mishap" ? "Mishap" : "hunter2"))
        }
    }

    @Test func `every answer has its headers`() async throws {
        try await withServer(Self.routes) { server async throws in
            for path in ["/healthz", "/nothing", "/fail/x"] {
                let answer = try await server.send("GET", path)
                #expect(answer["x-content-type-options"] == "nosniff")
                #expect(answer["cache-control"] == "no-store")
                #expect(answer["server"] == nil)
            }
        }
    }

    @Test func `bad input is told field by field`() async throws {
        let (user, writer) = (try await user(), try await service("things:write"))
        try await withServer(Self.routes) { server async throws in
            let query = try await server.send("GET", "/api/v1/things/?page=0&x=1", token: user)
            #expect(query.status == 400)
            #expect(
                query.json["errors"] == [
                    ["field": "page", "message": "must be a whole number from 1 to 100"],
                    ["field": "x", "message": "is not a known parameter; valid ones are page"],
                ])
            #expect(query.json["type"] == "/problems/invalid")
            for (body, field) in [("{", "body"), ("", "body"), ("{}", "title"), (#"{"title":"x","y":1}"#, "y")] {
                let answer = try await server.send("POST", "/api/v1/things/", token: writer, body: body)
                #expect(answer.status == 400)
                #expect(answer.json["errors"]?[0]?["field"] == .string(field))
            }
            let form = try await server.send(
                "POST", "/api/v1/things/", token: writer, body: "title=x",
                headers: [("content-type", "application/x-www-form-urlencoded")])
            #expect(form.status == 415)
        }
    }

    @Test func `an optional body may be missing`() async throws {
        let user = try await user()
        try await withServer(Self.routes) { server async throws in
            #expect(try await server.send("POST", "/api/v1/things/4/read/", token: user).json == "4 0")
            let body = #"{"through": 80.0}"#
            #expect(try await server.send("POST", "/api/v1/things/4/read", token: user, body: body).json == "4 80")
        }
    }

    @Test func `who is not known any more is told so`() async throws {
        let token = try await user()
        let closed: RouteTable.Resolve = { _ in throw NotificationError(.forbidden, "You are not active.") }
        try await withServer(Self.routes, resolve: closed) { server async throws in
            #expect(try await server.send("GET", "/api/v1/things/", token: token).status == 403)
        }
    }
}

extension Handler {
    var isOpen: Bool {
        if case .open = self { true } else { false }
    }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    subscript(_ index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}
