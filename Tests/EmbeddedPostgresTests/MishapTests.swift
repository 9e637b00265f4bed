import EmbeddedPostgres
import FoundationEssentials
import Glibc
import Synchronization
import TestDatabase
import Testing

@Suite struct MishapTests {
    @Test func `when the postmaster is killed the body is cancelled, and the next start recovers`() async throws {
        try await withDirectory { directory in
            let cancelled = Mutex(false)
            let error = await #expect(throws: EmbeddedPostgresError.self) {
                try await embedded(in: directory).run { url in
                    try await execute("create table t as select 42 as n", at: url)
                    kill(try postmaster(in: directory), SIGKILL)
                    try? await Task.sleep(for: .seconds(60))
                    cancelled.withLock { $0 = Task.isCancelled }
                }
            }
            #expect(error?.code == .ended)
            #expect(cancelled.withLock { $0 })
            try await embedded(in: directory).run { url in
                try await expect("select n from t", is: "42", at: url)
            }
        }
    }

    @Test func `a body that fails because PostgreSQL is gone does not hide that`() async throws {
        try await withDirectory { directory in
            let error = await #expect(throws: EmbeddedPostgresError.self) {
                try await embedded(in: directory).run { url in
                    kill(try postmaster(in: directory), SIGKILL)
                    while true { try await execute("select 1", at: url) }
                }
            }
            #expect(error?.code == .ended)
            #expect(error?.description.contains("postgres.log") == true)
        }
    }

    @Test func `a second owner is refused and told who the first is`() async throws {
        try await withDirectory { directory in
            try await embedded(in: directory).run { url in
                let error = await #expect(throws: EmbeddedPostgresError.self) {
                    try await embedded(in: directory).run { _ in Issue.record("There are two owners.") }
                }
                #expect(error?.code == .inUse)
                #expect(error?.description.contains("this process already") == true)
                try await expect("select 1", is: "1", at: url)
            }
        }
    }

    @Test func `a postmaster.pid that names somebody else's process is no hindrance`() async throws {
        try await withDirectory { directory in
            try await embedded(in: directory).run { _ in }
            let file = directory + "/cluster/data/postmaster.pid"
            try "\(getpid())\n\(directory)/cluster/data\n".write(toFile: file, atomically: false, encoding: .utf8)
            try await embedded(in: directory).run { url in
                try await expect("select 1", is: "1", at: url)
            }
        }
    }

    @Test func `what an interrupted initdb left behind is swept away`() async throws {
        try await withDirectory { directory in
            let cluster = directory + "/cluster"
            try await embedded(in: directory).run { _ in }
            try FileManager.default.moveItem(atPath: cluster + "/data", toPath: cluster + "/data.unfinished")
            try await embedded(in: directory).run { url in
                try await expect("select 1", is: "1", at: url)
            }
            #expect(!FileManager.default.fileExists(atPath: cluster + "/data.unfinished"))
        }
    }

    @Test func `a setting that PostgreSQL does not know is told with its own words`() async throws {
        try await withDirectory { directory in
            let broken = EmbeddedPostgres(
                directory: directory + "/cluster", settings: ["fsync": "off", "no_such_setting": "1"], logger: .silent)
            let error = await #expect(throws: EmbeddedPostgresError.self) { try await broken.run { _ in } }
            #expect(error?.code == .startFailed)
            #expect(error?.description.contains("unrecognized configuration parameter \"no_such_setting\"") == true)
        }
    }
}
