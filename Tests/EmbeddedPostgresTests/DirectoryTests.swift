import FoundationEssentials
import Glibc
import TestDatabase
import Testing

@testable import EmbeddedPostgres

@Suite struct DirectoryTests {
    @Test func `a directory that holds other things is left alone`() async throws {
        try await withDirectory { directory in
            let cluster = directory + "/cluster"
            try FileManager.default.createDirectory(atPath: cluster, withIntermediateDirectories: false)
            try "mine".write(toFile: cluster + "/letter.txt", atomically: false, encoding: .utf8)
            let error = await #expect(throws: EmbeddedPostgresError.self) {
                try await embedded(in: directory).run { _ in }
            }
            #expect(error?.code == .unusableDirectory)
            #expect(error?.description.contains("holds other things") == true)
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a directory of another account's is refused, and both accounts are named`() async throws {
        try await withDirectory { directory in
            #expect(mkdir(directory + "/cluster", 0o700) == 0)
            try "".write(
                toFile: "\(directory)/cluster/\(DirectoryLock.fileName)", atomically: false, encoding: .utf8)
            #expect(chown(directory + "/cluster", 65534, 65534) == 0)
            let error = await #expect(throws: EmbeddedPostgresError.self) {
                try await embedded(in: directory).run { _ in }
            }
            #expect(error?.code == .unusableDirectory)
            #expect(error?.description.contains("belongs to nobody, and PostgreSQL would run as postgres") == true)
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `as root, a place closed to PostgreSQL becomes a link to one that is open`() async throws {
        try await withDirectory { directory in
            #expect(chmod(directory, 0o700) == 0)
            for _ in 1...2 {
                try await embedded(in: directory).run { url in
                    try await expect("select 1", is: "1", at: url)
                }
            }
            let place = try #require(canonicalPath(directory + "/cluster"))
            #expect(place.hasPrefix(ClusterDirectory.openPlace))
            try FileManager.default.removeItem(atPath: place)
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `as root, a directory whose parent was closed later says which`() async throws {
        try await withDirectory { directory in
            #expect(mkdir(directory + "/cluster", 0o700) == 0)
            #expect(chmod(directory, 0o700) == 0)
            let error = await #expect(throws: EmbeddedPostgresError.self) {
                try await embedded(in: directory).run { _ in }
            }
            #expect(error?.description.contains("\(directory) is closed to it") == true)
        }
    }
}
