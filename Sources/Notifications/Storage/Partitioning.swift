public import Logging
public import Postgres

extension Schema {
    /// Into how many partitions the large tables can be parted.
    public static let partitionCounts = 2...256

    /// Turns `notifications` and `marks`, while they are empty, into tables partitioned by a hash of the account.
    ///
    /// In one transaction, for which nobody else may use the two. Does nothing when they are partitioned like this
    /// already. Throws `.migration` when they are not empty, or are in another number of partitions; partitions cannot be
    /// taken back.
    public static func partition(into count: Int, on configuration: Configuration, logger: Logger) async throws {
        guard partitionCounts.contains(count) else {
            let (least, most) = (partitionCounts.lowerBound, partitionCounts.upperBound)
            throw PostgresError(.migration, "there can be \(least) to \(most) partitions, not \(count)")
        }
        var configuration = configuration
        // Very many take their time, and whoever writes just now is waited for.
        configuration.statementTimeout = .seconds(3600)
        let pool = Pool(configuration, logger: logger)
        let result: Result<Bool, any Error>
        do {
            result = .success(try await pool.transaction { try await partition(into: count, $0) })
        } catch {
            result = .failure(error)
        }
        await pool.close()
        if try result.get() {
            logger.info("partitioned the notifications and marks", metadata: ["partitions": "\(count)"])
        }
    }

    /// False when there was nothing to do.
    private static func partition(into count: Int, _ transaction: Transaction) async throws -> Bool {
        _ = try await transaction.query([
            "set local search_path = notify", "lock table notifications, marks in access exclusive mode",
        ])
        // Prepared only now: another who had the lock may have put other tables in their places.
        let rows = try await transaction.query(Partitioning.state)
        guard let (partitions, isEmpty) = try rows.first?.decode([Int].self, Bool.self) else { return false }
        if partitions == [count, count] { return false }
        guard partitions.isEmpty else {
            throw PostgresError(
                .migration, "the tables are partitioned already, into \(partitions[0]) and not \(count)")
        }
        guard isEmpty else {
            throw PostgresError(.migration, "only empty tables can be partitioned, and there are notifications already")
        }
        _ = try await transaction.query(Partitioning.conversion(into: count))
        return true
    }
}

/// How it is done, in SQL.
enum Partitioning {
    /// How many partitions each of the two has, as far as they are partitioned, and whether both are empty.
    static let state: SQL = """
        select array(
                   select (select count(*) from pg_inherits where inhparent = partrelid)
                   from pg_partitioned_table
                   where partrelid in ('notifications'::regclass, 'marks'::regclass)
               ),
               not exists (select from notifications) and not exists (select from marks)
        """

    /// What the tables have is read from the catalog, so that what later migrations add comes along: columns, defaults,
    /// checks and comments by `like`; keys, indexes and triggers by their definitions, since `like` gives them other names.
    static func conversion(into count: Int) -> SQL {
        let count = SQL(verbatim: "\(count)")
        return """
            do $$
            declare
                names constant text[] := array['notifications', 'marks'];
                tables constant regclass[] := names::regclass[];
                definitions text[];
                one text;
                plain record;
            begin
                definitions := array(
                    -- Keys before the references to them.
                    select format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
                    from pg_constraint
                    where conrelid = any(tables) and contype in ('p', 'u', 'x', 'f')
                       or confrelid = any(tables)
                    order by contype = 'f', conname
                ) || array(
                    select pg_get_indexdef(i.indexrelid)
                    from pg_index i
                    where i.indrelid = any(tables)
                      and not exists (select from pg_constraint where conindid = i.indexrelid and conrelid = i.indrelid)
                ) || array(
                    select pg_get_triggerdef(oid)
                    from pg_trigger
                    where tgrelid = any(tables)
                      and not tgisinternal
                ) || array(
                    select format('grant %s on %s to %s%s', a.privilege_type, c.oid::regclass,
                                  case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
                                  case when a.is_grantable then ' with grant option' end)
                    from pg_class c, aclexplode(c.relacl) a
                    where c.oid = any(tables)
                );
                for one in
                    select format('alter table %s drop constraint %I', conrelid::regclass, conname)
                    from pg_constraint
                    where conrelid = any(tables) and contype = 'f'
                       or confrelid = any(tables)
                loop
                    execute one;
                end loop;
                for plain in
                    select n.name, quote_ident(pg_get_userbyid(c.relowner)) as owner,
                           'with (' || array_to_string(c.reloptions, ', ') || ')' as options
                    from unnest(names) n (name)
                    join pg_class c on c.oid = n.name::regclass
                loop
                    execute format('alter table %I rename to %I', plain.name, 'plain_' || plain.name);
                    execute format('create table %I (like %I including all excluding indexes) partition by hash (account_id)',
                                   plain.name, 'plain_' || plain.name);
                    execute format('alter table %I owner to %s', plain.name, plain.owner);
                    execute format('drop table %I', 'plain_' || plain.name);
                    for part in 0 .. \(count) - 1 loop
                        execute format('create table %I partition of %I for values with (modulus \(count), remainder %s) %s',
                                       plain.name || '_p' || part, plain.name, part, plain.options);
                        execute format('alter table %I owner to %s', plain.name || '_p' || part, plain.owner);
                    end loop;
                end loop;
                foreach one in array definitions loop
                    execute one;
                end loop;
            end
            $$
            """
    }
}
