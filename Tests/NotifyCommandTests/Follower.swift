import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A client that is not ours, following an inbox (`follow.py`).
struct Follower: Sendable {
    private let file: FilePath

    /// Follows while the body runs.
    /// - Parameters:
    ///   - address: of a server, as `http://…`; whenever it is cut off it comes back.
    ///   - most: it leaves after so many notifications each time; nil: it does not.
    static func following(
        _ address: String, token: String, leavingAfter most: Int? = nil,
        _ body: @escaping @Sendable (Follower) async throws -> Void
    ) async throws {
        let script = FilePath(#filePath).removingLastComponent().appending("follow.py")
        // Read as it grows: a pipe is read in larger pieces than what it says.
        let follower = Follower(file: FilePath("/tmp/notify-\(UInt32.random(in: 0 ... .max)).followed"))
        let output = try FileDescriptor.open(
            follower.file, .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        defer { unlink(follower.file.string) }
        _ = try await Subprocess.run(
            // Where Debian's package of the module is.
            .path("/usr/bin/python3"),
            arguments: Arguments(
                [script.string, address.replacing("http://", with: "ws://") + "/ws"] + (most.map { ["\($0)"] } ?? [])),
            environment: .inherit.updating(["TOKEN": token]), input: .none,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .discarded
        ) { execution in
            defer { kill(execution.processIdentifier.value, SIGTERM) }
            try await body(follower)
        }
    }

    /// What it was told, without the kind.
    func told(_ kind: String) -> [String] {
        let text = (try? String(contentsOfFile: file.string, encoding: .utf8)) ?? ""
        // The last line may not be whole yet.
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .filter { $0.hasPrefix(kind + " ") || $0 == kind }
            .map { String($0.dropFirst(kind.count + 1)) }
    }

    var notifications: [Int64] { told("notification").compactMap { Int64($0) } }
}
