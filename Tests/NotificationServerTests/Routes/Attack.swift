import Notifications
import Testing

/// What may be tried at one route with another account's ids, and how it must end. Another account's are `V`: its
/// account; users 42 and 46, site 43, the notifications of `Victim`, its idempotency key and its user's UUID.
struct Attack: Sendable, CustomTestStringConvertible {
    struct Request {
        let path: String
        let body: JSONValue?
        let statuses: Set<Int>

        init(_ path: String, _ body: JSONValue? = nil, _ statuses: Set<Int>) {
            self.path = path
            self.body = body
            self.statuses = statuses
        }
    }

    /// As the route table has it.
    let route: String
    /// Whom the route is for: `user`, `service` or `either`.
    let caller: String
    let requests: @Sendable (_ victim: Victim, _ own: Int64) -> [Request]

    init(_ route: String, _ caller: String, _ requests: @escaping @Sendable (Victim, Int64) -> [Request]) {
        self.route = route
        self.caller = caller
        self.requests = requests
    }

    var method: String { String(route.prefix { $0 != " " }) }
    var testDescription: String { route }

    static let list = "/api/v1/notifications/"

    static let all = reading + choosing + orion + live + writing + telling

    private static let reading = [
        Attack("GET /api/v1/notifications/", "user") { victim, _ in
            [
                Request(list, nil, [200]), Request(list + "?site=43", nil, [200]),
                Request(list + "?content_type=content&object_id=7", nil, [200]),
                Request(list + "?cursor=b\(victim.notification + 1)", nil, [200]),
                Request(list + "?cursor=a\(victim.notification - 1)", nil, [200]),
                Request(list + "?account_id=\(victim.tenant.id)", nil, [400]),
                Request(list + "?account=\(victim.tenant.id)", nil, [400]),
                Request(list + "?user=42", nil, [400]),
            ]
        },
        Attack("GET /api/v1/notifications/unread-count/", "user") { victim, _ in
            [
                Request(list + "unread-count/", nil, [200]),
                Request(list + "unread-count/?account_id=\(victim.tenant.id)", nil, [400]),
            ]
        },
        Attack("POST /api/v1/notifications/read-all/", "user") { victim, _ in
            [
                Request(list + "read-all/", nil, [200]),
                Request(list + "read-all/", ["through": .int(victim.notification)], [200]),
                Request(list + "read-all/", ["content_type": "content", "object_id": 7], [200]),
                Request(list + "read-all/", ["account_id": .int(victim.tenant.id)], [400]),
                Request(list + "read-all/?account_id=\(victim.tenant.id)", nil, [400]),
            ]
        },
        Attack("GET /api/v1/notifications/{id}/", "user") { victim, _ in
            victim.ids.map { Request("\(list)\($0)/", nil, [404]) }
                + [Request("\(list)\(victim.notification)/?account_id=\(victim.tenant.id)", nil, [400])]
        },
        Attack("POST /api/v1/notifications/{id}/read/", "user") { victim, _ in
            victim.ids.map { Request("\(list)\($0)/read/", nil, [404]) }
                + [Request("\(list)\(victim.notification)/read/", ["account_id": .int(victim.tenant.id)], [400])]
        },
        Attack("POST /api/v1/notifications/{id}/unread/", "user") { victim, _ in
            victim.ids.map { Request("\(list)\($0)/unread/", nil, [404]) }
                + [Request("\(list)\(victim.notification)/unread/", ["account_id": .int(victim.tenant.id)], [400])]
        },
        Attack("DELETE /api/v1/notifications/{id}/", "either") { victim, own in
            victim.ids.flatMap { id in
                [
                    Request("\(list)\(id)/", nil, [404]),
                    // An editor may not, an owner finds nothing; for a service there is no such parameter.
                    Request("\(list)\(id)/?for=everyone", nil, [400, 403, 404]),
                    // A service may name an account; for a user there is no such parameter.
                    Request("\(list)\(id)/?account_id=\(victim.tenant.id)", nil, [400, 404]),
                    Request("\(list)\(id)/?account_id=\(own)", nil, [400, 404]),
                ]
            }
        },
    ]

    /// What is told on it is tried by `SocketTenantTests`; without an upgrade it is told what it is for.
    private static let live = [
        Attack("GET /ws", "user") { victim, _ in
            [Request("/ws", nil, [426]), Request("/ws?account_id=\(victim.tenant.id)", nil, [400, 426])]
                + victim.ids.map { Request("/ws?after=\($0)", nil, [426]) }
        }
    ]

    private static let writing = [
        Attack("POST /api/v1/notifications/", "service") { victim, own in
            let plain: [String: JSONValue] = ["notification_type": "system_info", "title": "Mine"]
            return envelopes(victim, own).map { more, statuses in
                Request(list, .object(plain.merging(more) { $1 }), statuses)
            }
        },
        Attack("POST /api/v1/notify/{event}/", "service") { victim, own in
            let events: [(String, [String: JSONValue])] = [
                ("credits_depleted", [:]), ("ideas_failed", ["error": "x"]), ("content_published", ["title": "x"]),
                ("ai_task", ["function": "generate_ideas", "error": "x"]),
                ("credits_balance", ["credits_total": 100, "credits_remaining": 5]),
            ]
            return events.flatMap { event, arguments in
                envelopes(victim, own).map { more, statuses in
                    // Site 5 is the intruder's own, for the event that needs one.
                    let site: [String: JSONValue] = event == "content_published" ? ["site_id": 5] : [:]
                    let body = site.merging(arguments) { $1 }.merging(more) { $1 }
                    return Request(
                        "/api/v1/notify/\(event)/", .object(body),
                        event == "credits_balance" ? statuses.union([204]) : statuses)
                }
            }
        },
    ]

    private static let telling = [
        Attack("PUT /api/v1/accounts/{account_id}/", "service") { victim, _ in
            [Request(victim.path, [:], [404]), Request(victim.path, ["name": "x", "read_scope": "account"], [404])]
        },
        Attack("DELETE /api/v1/accounts/{account_id}/", "service") { victim, _ in [Request(victim.path, nil, [404])] },
        Attack("PUT /api/v1/accounts/{account_id}/users/{user_id}/", "service") { victim, own in
            [
                Request(victim.path + "users/42/", ["role": "viewer", "is_active": false], [404]),
                Request(victim.path + "users/99/", [:], [404]),
                Request(victim.path + "users/\(victim.uuid)/", ["role": "viewer"], [404]),
                // Their own user of that number, or with that UUID, is another person.
                Request("/api/v1/accounts/\(own)/users/46/", ["uuid": .string(victim.uuid)], [200, 201]),
            ]
        },
        Attack("DELETE /api/v1/accounts/{account_id}/users/{user_id}/", "service") { victim, own in
            [
                Request(victim.path + "users/42/", nil, [404]),
                Request(victim.path + "users/\(victim.uuid)/", nil, [404]),
                Request("/api/v1/accounts/\(own)/users/46/", nil, [404]),
                Request("/api/v1/accounts/\(own)/users/\(victim.uuid)/", nil, [404]),
            ]
        },
        Attack("PUT /api/v1/accounts/{account_id}/sites/{site_id}/", "service") { victim, own in
            [
                Request(victim.path + "sites/43/", ["name": "x"], [404]),
                Request(victim.path + "sites/99/", [:], [404]),
                Request("/api/v1/accounts/\(own)/sites/43/", [:], [200, 201]),
            ]
        },
        Attack("DELETE /api/v1/accounts/{account_id}/sites/{site_id}/", "service") { victim, own in
            [
                Request(victim.path + "sites/43/", nil, [404]),
                Request("/api/v1/accounts/\(own)/sites/43/", nil, [404]),
            ]
        },
    ]

    /// For whom and about what an announcement may be, with the other account's ids.
    private static func envelopes(_ victim: Victim, _ own: Int64) -> [([String: JSONValue], Set<Int>)] {
        [
            (["account_id": .int(victim.tenant.id)], [404]),
            (["account_id": .int(victim.tenant.id), "user_id": 42], [404]),
            (["account_id": .int(victim.tenant.id), "site_id": 43], [404]),
            (["account_id": .int(victim.tenant.id), "user_id": .string(victim.uuid)], [404]),
            (["account_id": .int(victim.tenant.id), "roles": ["owner"]], [404]),
            (["user_id": .string(victim.uuid)], [400]), (["roles": ["owner"], "user_id": 42], [400]),
            (["user_id": 46], [400]), (["account_id": .int(own), "user_id": 46], [400]), (["site_id": 43], [400]),
            // The object and the key are each account's own.
            (["content_type": "content", "object_id": 7], [201]),
            (["idempotency_key": .string(Victim.mark)], [200, 201, 409]),
        ]
    }
}

extension Victim {
    var ids: [Int64] { [notification, personal, roleOnly] }
    fileprivate var path: String { "/api/v1/accounts/\(tenant.id)/" }
}
