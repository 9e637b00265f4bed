import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// An installed PostgreSQL server: the directory of its programs, and its version.
struct ServerBinaries: Sendable {
    static let oldestVersion = 15

    let directory: String
    /// The major version: 15.
    let majorVersion: Int
    /// As it calls itself: `15.14`.
    let version: String

    var postgres: String { directory + "/postgres" }
    var initdb: String { directory + "/initdb" }

    /// The newest that is installed; for a cluster that exists already, the one that made it.
    static func find(
        for clusterVersion: Int?, among directories: [String] = ServerBinaries.directories()
    ) async throws -> ServerBinaries {
        var found: [ServerBinaries] = []
        for directory in directories {
            if let binaries = try await ServerBinaries(directory) { found.append(binaries) }
        }
        if let clusterVersion {
            if let match = found.first(where: { $0.majorVersion == clusterVersion }) { return match }
            throw notFound(
                "The cluster was made by PostgreSQL \(clusterVersion), which is not installed", found,
                package: "postgresql-\(clusterVersion)")
        }
        let usable = found.filter { $0.majorVersion >= oldestVersion }
        guard let newest = usable.max(by: { $0.majorVersion < $1.majorVersion }) else {
            throw notFound(
                "No PostgreSQL \(oldestVersion) or newer is installed", found, package: "postgresql")
        }
        return newest
    }

    /// Where programs may lie, in the order they are preferred: Debian's, PATH, Homebrew's.
    static func directories() -> [String] {
        let debian = subdirectories(of: "/usr/lib/postgresql", suffix: "/bin")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let homebrew = ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"].flatMap {
            subdirectories(of: $0, prefix: "postgresql", suffix: "/bin")
        }
        return debian + path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") } + homebrew
    }

    private init?(_ directory: String) async throws {
        self.directory = directory
        guard access(directory + "/postgres", X_OK) == 0, access(directory + "/initdb", X_OK) == 0 else { return nil }
        let answer = try await Subprocess.run(
            .path(FilePath(directory + "/postgres")), arguments: ["--version"], environment: .custom(["LC_ALL": "C"]),
            output: .string(limit: 4096))
        // postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)
        let words = answer.standardOutput.split(whereSeparator: \.isWhitespace)
        guard words.count > 2, let majorVersion = Int(words[2].prefix { $0.isNumber }) else { return nil }
        self.majorVersion = majorVersion
        self.version = String(words[2])
    }

    private static func subdirectories(of parent: String, prefix: String = "", suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.sorted().map { "\(parent)/\($0)\(suffix)" }
    }

    private static func notFound(
        _ sentence: String, _ found: [ServerBinaries], package: String
    ) -> EmbeddedPostgresError {
        let others = found.map { "\($0.version) in \($0.directory)" }.joined(separator: ", ")
        return EmbeddedPostgresError(
            .binariesNotFound,
            sentence + (others.isEmpty ? "" : " (found: \(others))")
                + ". Install it with `sudo apt-get install \(package)`, or set DATABASE_URL to a server that runs.")
    }
}
