import FoundationEssentials
import Notifications
import Postgres
import Testing

/// How PostgreSQL runs a statement: `explain (analyze, buffers, format json)`.
struct Plan: Sendable {
    /// 8 KiB each, found in memory or on disk.
    let buffers: Int
    let milliseconds: Double
    /// `Seq Scan on notifications`, `Index Only Scan on marks`, …
    let scans: Set<String>

    /// Runs the statement after the others, and takes back what they did. Planned with its values or, as PostgreSQL may
    /// after some runs of a prepared one, for any values.
    static func of(_ statement: SQL, after others: [SQL] = [], isGeneric: Bool = false, on pool: Pool) async throws
        -> Plan
    {
        do {
            return try await pool.transaction { transaction -> Plan in
                _ = try await transaction.query(others)
                var explained: SQL = "explain (analyze, buffers, format json) \(statement)"
                if isGeneric {
                    let types = statement.binds.map(\.type.name).joined(separator: ", ")
                    let quoted = statement.binds.map { "quote_nullable(\(Value(bind: $0)))" as SQL }
                    let literals = try await transaction.query(
                        "select array[\(quoted.joined(separator: ", "))]::text[]")
                    let values = try literals[0].decode([String].self).joined(separator: ", ")
                    _ = try await transaction.query([
                        "set local plan_cache_mode = force_generic_plan",
                        SQL(verbatim: "prepare explained\(types.isEmpty ? "" : "(\(types))") as \(statement.text)"),
                    ])
                    explained = SQL(verbatim: "explain (analyze, buffers, format json) execute explained(\(values))")
                }
                let rows = try await transaction.query(explained.unprepared())
                if isGeneric { _ = try await transaction.query("deallocate explained") }
                throw Explained(json: try rows[0].decode(JSONText.self).text)
            }
        } catch let explained as Explained {
            return try Plan(json: explained.json)
        }
    }

    private struct Value: PostgresEncodable { let bind: Bind }

    /// Thrown, so that the transaction is rolled back.
    private struct Explained: Error { let json: String }

    private init(json: String) throws {
        let parsed = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(json.utf8))
        let root = try #require(parsed.first)
        guard case .object(let plan)? = root["Plan"] else { throw PostgresError(.decoding, "no plan") }
        buffers = Self.int(plan["Shared Hit Blocks"]) + Self.int(plan["Shared Read Blocks"])
        milliseconds = if case .double(let time)? = root["Execution Time"] { time } else { 0 }
        var scans: Set<String> = []
        Self.collect(plan, &scans)
        self.scans = scans
    }

    private static func collect(_ node: [String: JSONValue], _ scans: inout Set<String>) {
        if case .string(let type)? = node["Node Type"], case .string(let table)? = node["Relation Name"] {
            scans.insert("\(type) on \(table)")
        }
        guard case .array(let children)? = node["Plans"] else { return }
        for case .object(let child) in children { collect(child, &scans) }
    }

    private static func int(_ value: JSONValue?) -> Int {
        if case .int(let int)? = value { Int(int) } else { 0 }
    }
}

extension PostgresType {
    fileprivate var name: String {
        switch self {
        case .int8: "bigint"
        case .text: "text"
        case .jsonb: "jsonb"
        case .timestamptz: "timestamptz"
        default: "unknown"
        }
    }
}
