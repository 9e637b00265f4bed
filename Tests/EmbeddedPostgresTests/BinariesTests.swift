import Testing

@testable import EmbeddedPostgres

@Suite struct BinariesTests {
    @Test func `without binaries the error names the line that installs them`() async throws {
        let error = await #expect(throws: EmbeddedPostgresError.self) {
            try await ServerBinaries.find(for: nil, among: ["/nowhere"])
        }
        #expect(error?.code == .binariesNotFound)
        #expect(
            error?.description == """
                No PostgreSQL 15 or newer is installed. Install it with `sudo apt-get install postgresql`, \
                or set DATABASE_URL to a server that runs.
                """)
    }

    @Test func `a cluster of a version that is not installed names that version`() async throws {
        let error = await #expect(throws: EmbeddedPostgresError.self) {
            try await ServerBinaries.find(for: 9)
        }
        #expect(error?.description.contains("made by PostgreSQL 9, which is not installed (found: ") == true)
        #expect(error?.description.contains("apt-get install postgresql-9") == true)
    }

    @Test func `the newest is taken for a new cluster, and it is new enough`() async throws {
        let binaries = try await ServerBinaries.find(for: nil)
        #expect(binaries.majorVersion >= ServerBinaries.oldestVersion)
        let again = try await ServerBinaries.find(for: binaries.majorVersion)
        #expect(again.majorVersion == binaries.majorVersion)
    }
}
