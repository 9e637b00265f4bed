import Glibc

/// What a stretch of work costs, from its making on.
struct Meter {
    private let server: pid_t
    private let postmaster: pid_t
    private let before: (server: Double, postgres: Double)

    init(server: pid_t, postmaster: pid_t) {
        self.server = server
        self.postmaster = postmaster
        ProcessTable.forgetPeak(of: server)
        before = (ProcessTable.cpu(of: server), ProcessTable.cpu(ofFamily: postmaster))
    }

    /// Seconds of CPU, and the server's peak memory in MiB.
    func reading() -> (server: Double, postgres: Double, memory: Double) {
        (
            ProcessTable.cpu(of: server) - before.server,
            ProcessTable.cpu(ofFamily: postmaster) - before.postgres,
            ProcessTable.memory(of: server).peak
        )
    }
}
