import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

extension ClusterDirectory {
    /// initdb: UTF-8, checksums, peer authentication; our own account is the superuser.
    ///
    /// Interrupted, it leaves nothing that a later start would take for a cluster.
    func createCluster(_ binaries: ServerBinaries, durable: Bool) async throws {
        try? FileManager.default.removeItem(atPath: unfinished)
        let command = try account.command(
            binaries.initdb,
            [
                "-D", unfinished, "-U", account.role, "--auth-local=peer", "--auth-host=reject", "-E", "UTF8",
                "--locale=C.UTF-8", "--data-checksums",
            ] + (durable ? [] : ["--no-sync"]))
        let result = try await Subprocess.run(
            .path(FilePath(command.executable)), arguments: Arguments(command.arguments),
            environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C"]), workingDirectory: "/",
            output: .string(limit: 1 << 20), error: .combinedWithOutput)
        guard result.terminationStatus.isSuccess else {
            let lines = result.standardOutput.split(separator: "\n").suffix(10).joined(separator: "\n")
            throw EmbeddedPostgresError(.startFailed, "initdb failed (\(result.terminationStatus)):\n\(lines)")
        }
        guard rename(unfinished, data) == 0 else {
            throw EmbeddedPostgresError.directory(data, "cannot be created", errno: errno)
        }
    }
}
