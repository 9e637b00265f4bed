public import Logging
public import Postgres

/// The tables that everything here stands on. They live in a schema of their own, `notify`, beside a host's tables of
/// whatever names.
public enum Schema {
    public static let name = "notify"

    /// Brings a database up to date: run it before anything else, and `notify serve` and `notify migrate` do.
    public static func migrator(logger: Logger) -> Migrator {
        Migrator(migrations, schema: name, logger: logger)
    }

    /// Oldest first.
    static let migrations = [
        Migration(number: 1, name: "001_accounts.sql", sql: text(PackageResources._01_accounts_sql)),
        Migration(number: 2, name: "002_notifications.sql", sql: text(PackageResources._02_notifications_sql)),
        Migration(number: 3, name: "003_read_state.sql", sql: text(PackageResources._03_read_state_sql)),
        Migration(number: 4, name: "004_idempotency_keys.sql", sql: text(PackageResources._04_idempotency_keys_sql)),
        Migration(number: 5, name: "005_credit_levels.sql", sql: text(PackageResources._05_credit_levels_sql)),
        Migration(number: 6, name: "006_audiences.sql", sql: text(PackageResources._06_audiences_sql)),
        Migration(number: 7, name: "007_preferences.sql", sql: text(PackageResources._07_preferences_sql)),
        Migration(number: 8, name: "008_tombstones.sql", sql: text(PackageResources._08_tombstones_sql)),
        Migration(number: 9, name: "009_lanes.sql", sql: text(PackageResources._09_lanes_sql)),
        Migration(number: 10, name: "010_admission.sql", sql: text(PackageResources._10_admission_sql)),
        Migration(number: 11, name: "011_mark_blocks.sql", sql: text(PackageResources._11_mark_blocks_sql)),
        Migration(number: 12, name: "012_recount.sql", sql: text(PackageResources._12_recount_sql)),
        Migration(number: 13, name: "013_live.sql", sql: text(PackageResources._13_live_sql)),
        Migration(
            number: 14, name: "014_marks_by_revision.sql", sql: text(PackageResources._14_marks_by_revision_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
