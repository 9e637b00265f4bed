import FoundationEssentials

/// Where the unix socket lies: `run` in the cluster's directory, or a short place of its own when that path is too long.
struct SocketDirectory: Sendable {
    /// In bytes: what `sockaddr_un` holds (unix(7): 108), less its end.
    static let longestSocketPath = 107
    static let port = 5432

    let path: String
    /// Made for one run, and removed after it.
    let isTemporary: Bool

    init(in directory: ClusterDirectory) throws {
        let usual = directory.path + "/run"
        isTemporary = !SocketDirectory.fits(usual)
        if isTemporary {
            let places = [FileManager.default.temporaryDirectory.path, "/tmp"].map {
                $0.hasSuffix("/") ? String($0.dropLast()) : $0
            }
            let place = places.first {
                SocketDirectory.fits($0 + "/notify-123456")
                    && directory.account.closedDirectory(onTheWayTo: canonicalPath($0) ?? $0) == nil
            }
            guard let place else {
                throw EmbeddedPostgresError.directory(
                    usual, "is too long for a unix socket, and so is the temporary directory")
            }
            path = try makeUniqueDirectory(prefix: place + "/notify-")
        } else {
            path = usual
        }
        try directory.makePrivate(path)
    }

    func remove() {
        if isTemporary { try? FileManager.default.removeItem(atPath: path) }
    }

    /// What libpq takes to connect to this socket as `role`, whatever PGPORT and its like say.
    func url(database: String, role: String) -> String {
        "host=\(quoted(path)) port=\(SocketDirectory.port) dbname=\(quoted(database)) user=\(quoted(role))"
    }

    /// A comma parts several directories, and a double quote is a quote, both in postgres and in libpq.
    private static func fits(_ directory: String) -> Bool {
        "\(directory)/.s.PGSQL.\(port)".utf8.count <= longestSocketPath
            && !directory.contains { $0 == "," || $0 == "\"" }
    }

    private func quoted(_ value: String) -> String {
        let plain = value.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-".utf8.contains(byte)
        }
        if plain && !value.isEmpty { return value }
        return "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
