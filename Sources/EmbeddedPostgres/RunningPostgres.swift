/// A server that was started by this process. It ends with `stop`, or when this process dies.
package struct RunningPostgres: Sendable {
    /// What libpq takes to connect to the database.
    package let url: String
    package let postmaster: Postmaster
    private let directory: ClusterDirectory
    private let log: ServerLog
    private let process: ServerProcess

    /// Starts postgres on a cluster that exists, and returns when it takes connections. Takes over the lock.
    static func start(
        _ binaries: ServerBinaries, in directory: ClusterDirectory, lock: DirectoryLock, database: String,
        settings: [String: String]
    ) async throws -> RunningPostgres {
        let socket = try SocketDirectory(in: directory)
        let log = ServerLog(directory.log)
        let fixed = [
            "listen_addresses": "", "port": "\(SocketDirectory.port)", "unix_socket_directories": socket.path,
            "unix_socket_permissions": "0700", "logging_collector": "off",
        ]
        let options = settings.merging(fixed) { _, ours in ours }.sorted { $0.key < $1.key }
        let command = try directory.account.command(
            binaries.postgres, ["-D", directory.data] + options.flatMap { ["-c", "\($0.key)=\($0.value)"] })
        let process = ServerProcess(command, output: try log.open()) {
            socket.remove()
            lock.release()
        }
        let server = RunningPostgres(
            url: socket.url(database: database, role: directory.account.role),
            postmaster: Postmaster(data: directory.data), directory: directory, log: log, process: process)
        do {
            let maintenance = socket.url(database: "postgres", role: directory.account.role)
            try await server.waitUntilReady(maintenance)
            try await server.createDatabase(database, maintenance)
            return server
        } catch {
            await server.stop()
            throw error
        }
    }

    /// Shuts down fast (transactions are rolled back, the rest is written), and returns when the server is gone.
    package func stop() async {
        await process.stop()
    }

    /// Returns, with the error that tells of it, when the server is gone without `stop`.
    package func ended() async -> EmbeddedPostgresError {
        failure(.ended, "PostgreSQL ended while it was in use (\(await process.ended())).")
    }

    /// Once it is gone: the error that tells of it when that was no proper shutdown.
    var mishap: EmbeddedPostgresError? {
        guard let how = process.outcome, how != ServerProcess.proper else { return nil }
        return failure(.ended, "PostgreSQL ended while it was in use (\(how)).")
    }

    private func waitUntilReady(_ url: String) async throws {
        // A cluster that crashed replays its log first, and that may be long.
        let deadline = ContinuousClock.now + .seconds(300)
        while try await !accepts(url) {
            if let how = process.outcome { throw failure(.startFailed, "PostgreSQL did not start (\(how)).") }
            guard ContinuousClock.now < deadline else {
                throw failure(.startFailed, "PostgreSQL did not become ready within 5 minutes.")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func createDatabase(_ name: String, _ url: String) async throws {
        do {
            try await execute("create database \"\(name.replacing("\"", with: "\"\""))\"", at: url)
        } catch let error as StatementError where error.state == "42P04" {
            // It is there already.
        } catch {
            throw failure(.startFailed, "The database \(name) cannot be created: \(error)")
        }
    }

    private func failure(_ code: EmbeddedPostgresError.Code, _ sentence: String) -> EmbeddedPostgresError {
        let tail = log.tail()
        return EmbeddedPostgresError(code, sentence + (tail.isEmpty ? "" : " The end of \(log.path):\n\(tail)"))
    }
}
