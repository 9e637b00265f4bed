import EmbeddedPostgres
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import TestDatabase
import Testing

/// The first test starts this test program once more, has it run the second alone, and kills it.
@Suite struct KilledOwnerTests {
    private static let variable = "NOTIFY_TEST_HOLD_CLUSTER_IN"
    private static let held = ProcessInfo.processInfo.environment[variable]

    @Test(.enabled(if: held == nil), .timeLimit(.minutes(5)))
    func `a process that is killed leaves no PostgreSQL behind`() async throws {
        try await withDirectory { directory in
            let program = try #require(canonicalPath("/proc/self/exe"))
            let arguments = [
                "--testing-library", "swift-testing", "--filter", "holds a cluster until it is killed",
            ]
            _ = try await Subprocess.run(
                .path(FilePath(program)), arguments: Arguments(arguments),
                environment: .inherit.updating([.init(stringLiteral: KilledOwnerTests.variable): directory]),
                input: .none, output: .discarded, error: .discarded
            ) { execution in
                while !FileManager.default.fileExists(atPath: directory + "/ready") {
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(!workers(in: directory).isEmpty)
                try execution.send(signal: .kill)
            }
            // The next owner need not wait for it, but nothing may be left even when there is none.
            while !workers(in: directory).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            try await embedded(in: directory).run { url in
                try await expect("select n from t", is: "42", at: url)
            }
        }
    }

    @Test(.enabled(if: held != nil))
    func `holds a cluster until it is killed`() async throws {
        let directory = try #require(KilledOwnerTests.held)
        try await embedded(in: directory).run { url in
            try await execute("create table t as select 42 as n", at: url)
            try "".write(toFile: directory + "/ready", atomically: false, encoding: .utf8)
            try await Task.sleep(for: .seconds(60))
        }
    }
}
