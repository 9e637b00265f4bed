import FoundationEssentials
import NotificationServer
import Notifications

/// A small account and what happened in it, as a file of the folder `seeds` tells it.
struct SeedWorld: Decodable {
    struct Named: Decodable {
        let id: Int64
        let name: String
    }

    struct Member: Decodable {
        let id: Int64
        let name: String
        let email: String
        let role: String
        /// Types that are off unless wanted, and that they want.
        let enabled: [String]?
    }

    /// An event and its arguments, as `POST /api/v1/notify/{event}/` takes them.
    struct Event: Decodable {
        let hoursAgo: Double
        let event: String
        let arguments: [String: JSONValue]?
        let readBy: [Int64]?

        enum CodingKeys: String, CodingKey {
            case event, arguments
            case hoursAgo = "hours_ago"
            case readBy = "read_by"
        }
    }

    let account: Named
    let users: [Member]
    let sites: [Named]
    /// Oldest first.
    let events: [Event]

    static var all: [SeedWorld] {
        get throws {
            try [PackageResources.busy_json, PackageResources.quiet_json].map {
                try JSONDecoder().decode(SeedWorld.self, from: Data($0))
            }
        }
    }
}

extension SeedWorld {
    /// Whom one may choose to be.
    var demoAccount: DemoAccount {
        DemoAccount(
            id: Identifier(account.id), name: account.name,
            members: users.map {
                .init(id: Identifier($0.id), name: $0.name, role: Role(rawValue: $0.role) ?? .viewer)
            },
            sites: sites.map { Identifier($0.id) })
    }
}
