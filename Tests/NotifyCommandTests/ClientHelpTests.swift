import Subprocess
import SystemPackage
import Testing

@Suite struct ClientHelpTests {
    @Test(arguments: [
        ["list"], ["watch"], ["count"], ["read"], ["read-all"], ["delete"], ["preferences"], ["configure"],
    ])
    func `every command has examples and says what its exit status means`(command: [String]) async throws {
        let help = try await ClientRun.of(command + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("Examples:") && help.output.contains("  notify \(command[0])"))
        #expect(help.output.contains("77 not allowed"))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completions know the values`(shell: String) async throws {
        let script = try await ClientRun.of(["--generate-completion-script", shell])
        #expect(script.status == 0)
        for word in ["read-all", "credits_low", "ai_operations", "warning", "always"] {
            #expect(script.output.contains(word), "\(shell): \(word)")
        }
        guard shell == "bash" else { return }
        let check = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-n"], input: .string(script.output), output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        #expect(check.terminationStatus == .exited(0), "\(check.standardError)")
    }
}
