#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How many files the process may have open.
enum FileDescriptors {
    /// For PostgreSQL, logs, event loops and what else is not a client's connection.
    private static let reserve = 128
    private static let most = 65_536

    /// How many connections may be open at once. Running out of descriptors ends the process (libdispatch cannot open
    /// `/proc` then and traps), so that clients wait in the backlog instead. The soft limit is raised as far as it goes.
    static func connectionLimit() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return 512 }
        let raised = min(limit.rlim_max, rlim_t(most))
        if limit.rlim_cur < raised {
            var wanted = limit
            wanted.rlim_cur = raised
            if setrlimit(resource, &wanted) == 0 { limit = wanted }
        }
        return max(16, Int(min(limit.rlim_cur, rlim_t(most))) - reserve)
    }
}
