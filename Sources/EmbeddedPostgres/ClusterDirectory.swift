import FoundationEssentials
import Glibc
import Logging

/// The directory of one cluster: `data`, `run` (the socket), `postgres.log`, and our lock.
struct ClusterDirectory: Sendable {
    /// Where clusters go when the account `postgres` cannot enter the place that was asked for.
    static let openPlace = "/var/lib/notify"

    /// Without links.
    let path: String
    let account: ServerAccount

    var data: String { path + "/data" }
    var log: String { path + "/postgres.log" }
    /// What initdb works on; renamed to `data` once it is whole.
    var unfinished: String { path + "/data.unfinished" }

    /// Makes the directory when it is missing, 0700 and the account's, or checks that what is there can be used.
    init(_ directory: String, account: ServerAccount, logger: Logger) throws {
        let absolute =
            directory.hasPrefix("/") ? directory : FileManager.default.currentDirectoryPath + "/" + directory
        self.account = account
        if fileStatus(absolute) == nil {
            try ClusterDirectory.create(absolute, account: account, logger: logger)
        }
        guard let path = canonicalPath(absolute) else {
            throw EmbeddedPostgresError.directory(absolute, "cannot be read", errno: errno)
        }
        self.path = path
        try check()
    }

    /// The major version of PostgreSQL that made the cluster; nil when there is none yet.
    var clusterVersion: Int? {
        guard let text = try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8) else { return nil }
        return Int(text.prefix { $0.isNumber })
    }

    /// A directory of the account's, 0700; one that is there already is left as it is.
    func makePrivate(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw EmbeddedPostgresError.directory(path, "cannot be created", errno: errno)
        }
        guard lchown(path, account.userID, account.groupID) == 0 else {
            throw EmbeddedPostgresError.directory(path, "cannot be given to \(account.name)", errno: errno)
        }
    }

    private static func create(_ path: String, account: ServerAccount, logger: Logger) throws {
        let parent = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
        do {
            try FileManager.default.createDirectory(atPath: parent + "/", withIntermediateDirectories: true)
        } catch {
            throw EmbeddedPostgresError.directory(parent, "cannot be created: \(error)")
        }
        let place: String
        if let closed = account.closedDirectory(onTheWayTo: canonicalPath(parent + "/") ?? parent) {
            place = try createElsewhere(linkedFrom: path)
            logger.notice("\(closed) is closed to the account \(account.name); \(path) is a link to \(place)")
        } else {
            place = path
            guard mkdir(path, 0o700) == 0 else {
                throw EmbeddedPostgresError.directory(path, "cannot be created", errno: errno)
            }
        }
        guard chown(place, account.userID, account.groupID) == 0 else {
            throw EmbeddedPostgresError.directory(place, "cannot be given to \(account.name)", errno: errno)
        }
    }

    /// A link in the place that was asked for, so that removing that place still means starting from nothing.
    private static func createElsewhere(linkedFrom path: String) throws -> String {
        guard mkdir(openPlace, 0o755) == 0 || errno == EEXIST else {
            throw EmbeddedPostgresError.directory(openPlace, "cannot be created", errno: errno)
        }
        let place = try makeUniqueDirectory(prefix: openPlace + "/postgres-")
        guard symlink(place, path) == 0 else {
            throw EmbeddedPostgresError.directory(path, "cannot be created as a link to \(place)", errno: errno)
        }
        return place
    }

    private func check() throws {
        guard let status = fileStatus(path), status.st_mode & S_IFMT == S_IFDIR else {
            throw EmbeddedPostgresError.directory(path, "is not a directory")
        }
        let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard content.isEmpty || content.contains(DirectoryLock.fileName) else {
            throw EmbeddedPostgresError.directory(path, "holds other things; choose one that is empty or missing")
        }
        if status.st_uid != account.userID {
            guard content.isEmpty, chown(path, account.userID, account.groupID) == 0 else {
                let owner = ServerAccount.account(of: status.st_uid)?.name ?? "user \(status.st_uid)"
                throw EmbeddedPostgresError.directory(
                    path,
                    "belongs to \(owner), and PostgreSQL would run as \(account.name). "
                        + "Start as whoever made it, or choose another directory (NOTIFY_DATA_DIR)")
            }
        }
        guard status.st_mode & 0o777 == 0o700 || chmod(path, 0o700) == 0 else {
            throw EmbeddedPostgresError.directory(path, "cannot be made private", errno: errno)
        }
        if let closed = account.closedDirectory(onTheWayTo: path) {
            throw EmbeddedPostgresError.directory(
                path,
                "cannot be reached by the account \(account.name): \(closed) is closed to it. "
                    + "Choose another directory (NOTIFY_DATA_DIR), or start as an ordinary user")
        }
    }
}
