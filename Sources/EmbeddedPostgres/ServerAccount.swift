import Glibc
import SystemPackage

/// The system account that PostgreSQL runs under: ours, or `postgres` when we are root, since it refuses to run as root.
struct ServerAccount: Sendable {
    let name: String
    let userID: uid_t
    let groupID: gid_t
    /// Our own account's name. Peer authentication knows us by it, so the cluster's superuser is called the same.
    let role: String

    static func current() throws -> ServerAccount {
        guard let ours = ServerAccount.account(of: geteuid()) else {
            throw EmbeddedPostgresError(
                .startFailed, "The user id \(geteuid()) has no name in /etc/passwd, and PostgreSQL cannot do without.")
        }
        guard ours.userID == 0 else { return ours }
        guard let server = ServerAccount.account(named: "postgres") else {
            throw EmbeddedPostgresError(
                .startFailed,
                "PostgreSQL does not run as root, and there is no account `postgres` to run it as. "
                    + "Debian's package `postgresql` makes one; or start as an ordinary user.")
        }
        return ServerAccount(name: server.name, userID: server.userID, groupID: server.groupID, role: ours.name)
    }

    var isOurs: Bool { userID == geteuid() }

    /// The command line that runs `program` under this account and interrupts it when we die, however we die.
    ///
    /// setpriv and not Subprocess's own user and group options: with those it hangs now and then (swift-subprocess 1.0.2).
    func command(_ program: String, _ arguments: [String]) throws -> (executable: String, arguments: [String]) {
        let candidates: [String] = ["/usr/bin/setpriv", "/bin/setpriv"]
        let setpriv = candidates.first { access($0, X_OK) == 0 }
        guard let setpriv else {
            guard isOurs else {
                throw EmbeddedPostgresError(
                    .startFailed, "setpriv is missing; it comes with Debian's package `util-linux`.")
            }
            return (program, arguments)
        }
        let identity = isOurs ? [] : ["--reuid=\(name)", "--regid=\(groupID)", "--init-groups"]
        return (setpriv, identity + ["--pdeathsig", "INT", "--", program] + arguments)
    }

    /// The outermost directory on the way to `path` (canonical, itself included) that this account may not enter.
    func closedDirectory(onTheWayTo path: String) -> String? {
        var components = path.split(separator: "/")[...]
        var walked = "/"
        while true {
            if let status = fileStatus(walked), !mayEnter(status) { return walked }
            guard let next = components.popFirst() else { return nil }
            walked += walked == "/" ? next : "/\(next)"
        }
    }

    private func mayEnter(_ status: stat) -> Bool {
        if status.st_uid == userID { return status.st_mode & S_IXUSR != 0 }
        if status.st_gid == groupID { return status.st_mode & S_IXGRP != 0 }
        return status.st_mode & S_IXOTH != 0
    }
}

extension ServerAccount {
    static func account(of userID: uid_t) -> ServerAccount? {
        read { getpwuid_r(userID, $0, $1, $2, $3) }
    }

    static func account(named name: String) -> ServerAccount? {
        read { getpwnam_r(name, $0, $1, $2, $3) }
    }

    private typealias Entry = UnsafeMutablePointer<passwd>

    private static func read(
        _ lookUp: (Entry, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<Entry?>) -> CInt
    ) -> ServerAccount? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { buffer in
            var entry = passwd()
            var found: Entry?
            guard let start = buffer.baseAddress, lookUp(&entry, start, buffer.count, &found) == 0, found != nil,
                let name = entry.pw_name
            else { return nil }
            let text = String(cString: name)
            return ServerAccount(name: text, userID: entry.pw_uid, groupID: entry.pw_gid, role: text)
        }
    }
}
