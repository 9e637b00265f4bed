import Notifications

@testable import NotificationServer

// At preferences, and at the second document's addresses.

extension Attack {
    private static let preferences = list + "preferences/"
    private static let identity = "/api/v1/identity/notifications/"

    static let choosing = [
        reads("GET /api/v1/notifications/preferences/", preferences),
        changes("PATCH /api/v1/notifications/preferences/", preferences, "media.failed", [200]),
        reads("GET /api/v1/notifications/preferences/defaults/", preferences + "defaults/"),
        // An editor may not, an owner of the other account does it there.
        changes(
            "PATCH /api/v1/notifications/preferences/defaults/", preferences + "defaults/", "media.failed", [200, 403]),
        reads("GET /api/v1/sites/", "/api/v1/sites/"),
    ]

    static let orion = [
        Attack("GET /api/v1/identity/notifications/", "user") { victim, _ in
            [
                Request(identity, nil, [200]), Request(identity + "?unread=true&page=1&page_size=100", nil, [200]),
                Request(identity + "?page=2", nil, [200]),
                Request(identity + "?account_id=\(victim.tenant.id)", nil, [400]),
                Request(identity + "?user_id=\(victim.uuid)", nil, [400]),
            ]
        },
        Attack("PATCH /api/v1/identity/notifications/{id}/read/", "user") { victim, _ in
            victim.ids.flatMap { id in
                let uuid = "\(Identifier<Notification>(id).uuid)"
                return [
                    Request("\(identity)\(uuid)/read", nil, [404]),
                    Request("\(identity)\(uuid.lowercased())/read/", [:], [404]),
                    Request("\(identity)\(id)/read", nil, [404]),
                    Request("\(identity)\(uuid)/read", ["account_id": .int(victim.tenant.id)], [400]),
                    Request("\(identity)\(uuid)/read?account_id=\(victim.tenant.id)", nil, [400]),
                ]
            } + [Request("\(identity)\(victim.uuid)/read", nil, [404])]
        },
        Attack("POST /api/v1/identity/notifications/read-all/", "user") { victim, _ in
            [
                Request(identity + "read-all", nil, [200]),
                Request(identity + "read-all", ["user_id": .string(victim.uuid)], [400]),
                Request(identity + "read-all?account_id=\(victim.tenant.id)", nil, [400]),
            ]
        },
        reads("GET /api/v1/identity/notifications/unread-count/", identity + "unread-count"),
        reads("GET /api/v1/identity/notifications/preferences/", identity + "preferences"),
        changes("PUT /api/v1/identity/notifications/preferences/", identity + "preferences", "media_failed", [200]),
    ]

    private static func reads(_ route: String, _ path: String) -> Attack {
        Attack(route, "user") { victim, _ in
            [
                Request(path, nil, [200]), Request(path + "?account_id=\(victim.tenant.id)", nil, [400]),
                Request(path + "?user=42", nil, [400]), Request(path + "?user_id=\(victim.uuid)", nil, [400]),
            ]
        }
    }

    private static func changes(_ route: String, _ path: String, _ type: String, _ statuses: Set<Int>) -> Attack {
        Attack(route, "user") { victim, _ in
            let change: JSONValue = ["enabled": false, "push": true]
            return [
                Request(path, .object([type: change]), statuses), Request(path, [:], statuses),
                Request(path, .object([type: change, "account_id": .int(victim.tenant.id)]), [400]),
                Request(path, .object([type: change, "user_id": .string(victim.uuid)]), [400]),
                Request(path, .object([type: ["enabled": true, "reader_id": 42]]), [400]),
                Request(path + "?account_id=\(victim.tenant.id)", .object([type: change]), [400]),
            ]
        }
    }
}
