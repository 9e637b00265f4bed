import EmbeddedPostgres
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A pgbouncer of a test's own before one database, set up as `docs/pgbouncer.ini` has it. It ends with the test process.
public final class TestPooler: Sendable {
    /// What libpq takes to connect through it.
    public let conninfo: String

    private let directory: String
    private let run: Task<String, Never>

    /// What a test is skipped with.
    public static let missing = "pgbouncer is not installed: script/bootstrap --tests"

    public static var isInstalled: Bool { program != nil }

    private static var program: String? {
        ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"].first { access($0, X_OK) == 0 }
    }

    /// - Parameters:
    ///   - database: the conninfo of a `TestDatabase`.
    ///   - settings: over those of the file.
    public init(to database: String, settings: [String: String] = [:]) async throws {
        guard let program = Self.program else { throw TestPoolerError(description: Self.missing) }
        let account = try await Account(at: database)
        directory = try TestDirectory.make()
        let socket = directory + "/pooler"
        guard mkdir(socket, 0o700) == 0, chown(socket, account.userID, account.groupID) == 0 else {
            throw TestPoolerError(description: "no directory for pgbouncer: error \(errno)")
        }
        let ours = [
            "notify": "\(database) user=\(account.name)", "listen_addr": "", "unix_socket_dir": socket,
            "auth_type": "any", "auth_file": "", "logfile": socket + "/log", "pidfile": socket + "/pid",
        ]
        let file = socket + "/pgbouncer.ini"
        try Self.text(with: ours.merging(settings) { $1 }).write(toFile: file, atomically: false, encoding: .utf8)
        conninfo = "host=\(socket) port=6432 dbname=notify user=\(account.name)"
        run = Self.start(program, file, as: account)
        try await waitUntilReady()
    }

    /// What somebody else gets through it, on a connection that sets nothing: the first column of the first row.
    public func ask(_ statement: String) async throws -> String? {
        try await execute(statement, at: conninfo).first?.first ?? nil
    }

    /// Cuts all connections. Returns when it is gone.
    public func stop() async {
        run.cancel()
        _ = await run.value
        TestDirectory.remove(directory)
    }

    /// The file that operators are shown, with other values for some of its lines.
    private static func text(with values: [String: String]) throws -> String {
        let file = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/pgbouncer.ini")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let name = String(line.prefix { $0 != " " && $0 != "=" })
            return values[name].map { "\(name) = \($0)" } ?? String(line)
        }.joined(separator: "\n") + "\n"
    }

    private static func start(_ program: String, _ file: String, as account: Account) -> Task<String, Never> {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(5))]
        let identity = account.isOurs ? [] : ["--reuid=\(account.name)", "--regid=\(account.groupID)", "--init-groups"]
        let configuration = Configuration(
            executable: .name("setpriv"),
            arguments: Arguments(identity + ["--pdeathsig", "KILL", "--", program, file]),
            environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C"]), workingDirectory: "/",
            platformOptions: options)
        return Task {
            do {
                let result = try await Subprocess.run(
                    configuration, input: .none, output: .discarded, error: .discarded)
                return "\(result.terminationStatus)"
            } catch {
                return "\(error)"
            }
        }
    }

    private func waitUntilReady() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            do {
                _ = try await execute("select 1", at: conninfo)
                return
            } catch {
                guard ContinuousClock.now < deadline else {
                    let log = try? String(contentsOfFile: directory + "/pooler/log", encoding: .utf8)
                    throw TestPoolerError(description: "pgbouncer does not answer: \(error)\n\(log ?? "")")
                }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

public struct TestPoolerError: Error, CustomStringConvertible {
    public let description: String
}

/// Whom pgbouncer runs as, and connects to PostgreSQL as: ours, or `postgres` when we are root, since it refuses root.
private struct Account {
    let name: String
    let userID: uid_t
    let groupID: gid_t

    var isOurs: Bool { userID == geteuid() }

    /// Peer authentication knows the account by its name, so there has to be a role of that name.
    init(at database: String) async throws {
        guard let entry = geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid()), let name = entry.pointee.pw_name
        else { throw TestPoolerError(description: "there is no account to run pgbouncer as") }
        (self.name, userID, groupID) = (String(cString: name), entry.pointee.pw_uid, entry.pointee.pw_gid)
        guard !isOurs else { return }
        do {
            _ = try await execute("create role \(self.name) superuser login", at: database)
        } catch let error as StatementError where ["42710", "23505"].contains(error.state) {
            // It is there already, or another test makes it just now.
        }
    }
}
