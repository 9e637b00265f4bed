import FoundationEssentials
import Postgres
import Testing

@testable import Notifications

@Suite struct SchemaTests {
    @Test func `the library brings the migrations of the folder along, to the letter`() throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = try Migration.all(in: root.appending(path: "migrations").path)
        #expect(Schema.migrations == folder)
    }

    @Test func `the rows of every table belong to an account, first in the key`() async throws {
        let world = try await World.shared.value
        let rows = try await world.pool.read(
            """
            select c.relname::text, a.attname::text
            from pg_class c
            left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
            left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
            where c.relnamespace = 'notify'::regnamespace
              and c.relkind in ('r', 'p')
            """)
        var keys: [String: String] = [:]
        for row in rows {
            let (table, column) = try row.decode(String.self, String?.self)
            keys[table] = column ?? "none"
        }
        #expect(keys.removeValue(forKey: "accounts") == "id")
        keys = keys.filter { !$0.key.hasPrefix("schema_") }
        #expect(keys.count == 16)
        #expect(keys.filter { $0.value != "account_id" } == [:])
    }

    @Test func `no foreign key reaches into another account`() async throws {
        let world = try await World.shared.value
        let rows = try await world.pool.read(
            """
            select k.conname::text,
                   k.conrelid::regclass::text,
                   (select attname::text from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]),
                   (select attname::text from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1])
            from pg_constraint k
            where k.contype = 'f'
            """)
        #expect(rows.count >= 10)
        for row in rows {
            let (name, _, own, other) = try row.decode(String.self, String.self, String.self, String.self)
            #expect(own == "account_id", "\(name)")
            #expect(other == "account_id" || other == "id" && name.hasSuffix("_account_fkey"), "\(name)")
        }
    }

    /// Deleting a user or a site must not search the tables.
    @Test func `every foreign key is indexed`() async throws {
        let world = try await World.shared.value
        let rows = try await world.pool.read(
            """
            select k.conname::text
            from pg_constraint k
            where k.contype = 'f'
              and k.conname <> 'readers_user_fkey'  -- as many as the account has members, by the first part of their key
              and not exists (
                  select
                  from pg_index i
                  where i.indrelid = k.conrelid
                    and (i.indkey::int2[])[0:array_length(k.conkey, 1) - 1] @> k.conkey
                    and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL')
              )
            """)
        let names = try rows.map { try $0.decode(String.self) }
        #expect(names == [])
    }
}
