import EmbeddedPostgres
import Glibc
import TestDatabase
import Testing

@Suite struct RunTests {
    @Test func `starts from nothing and leaves nothing running`() async throws {
        try await withDirectory { directory in
            try await embedded(in: directory).run { url in
                try await expect("select current_database()::text", is: "notify", at: url)
                try await expect("show listen_addresses", is: "", at: url)
                try await expect("show server_encoding", is: "UTF8", at: url)
                try await expect("show data_checksums", is: "on", at: url)
                #expect(!workers(in: directory).isEmpty)
            }
            #expect(workers(in: directory).isEmpty)
            var status = stat()
            #expect(stat(directory + "/cluster", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
        }
    }

    @Test func `a second start finds the data of the first`() async throws {
        try await withDirectory { directory in
            try await embedded(in: directory).run { url in
                try await execute("create table t as select 42 as n", at: url)
            }
            try await embedded(in: directory).run { url in
                try await expect("select n from t", is: "42", at: url)
            }
        }
    }

    @Test func `an error of the body's is thrown when PostgreSQL has stopped`() async throws {
        struct Mishap: Error {}
        try await withDirectory { directory in
            await #expect(throws: Mishap.self) {
                try await embedded(in: directory).run { _ in throw Mishap() }
            }
            #expect(workers(in: directory).isEmpty)
        }
    }

    @Test func `a cancelled body may finish its work before PostgreSQL stops`() async throws {
        try await withDirectory { directory in
            let (began, begin) = AsyncStream<Void>.makeStream()
            let work = Task {
                try await embedded(in: directory).run { url in
                    begin.finish()
                    try? await Task.sleep(for: .seconds(60))
                    // In a task of its own, which is not cancelled.
                    try await Task { _ = try await execute("create table t as select 42 as n", at: url) }.value
                }
            }
            for await _ in began {}
            work.cancel()
            try await work.value
            #expect(workers(in: directory).isEmpty)
            try await embedded(in: directory).run { url in
                try await expect("select n from t", is: "42", at: url)
            }
        }
    }

    @Test func `a directory too long for a socket works all the same`() async throws {
        try await withDirectory { directory in
            let long = directory + "/" + String(repeating: "long", count: 40)
            try await embedded(in: long).run { url in
                try await expect("select 1", is: "1", at: url)
            }
        }
    }

    @Test(arguments: ["a space, a \"quote\"", "it's a back\\slash"])
    func `a directory may be called anything`(name: String) async throws {
        try await withDirectory { directory in
            try await embedded(in: directory + "/" + name).run { url in
                try await expect("select 1", is: "1", at: url)
            }
        }
    }
}
