import ArgumentParser
import FoundationEssentials

/// Where the server is and who asks, for every command that asks it something. A flag counts before the environment, and
/// that before the file.
struct ServerOptions: ParsableArguments {
    @Option(help: "The server's address; overrides NOTIFY_SERVER (\(ServerAddress.standard)).")
    var server: String?

    @Option(
        help: """
            The token; overrides NOTIFY_TOKEN. Other users of this machine see it in the list of processes: better use \
            the variable, or `notify configure`.
            """)
    var token: String?

    @Option(help: ArgumentHelp("How long to wait for an answer, in seconds.", valueName: "seconds"))
    var timeout = 30

    func validate() throws {
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout must be 1 to 86400 seconds.") }
    }

    /// Warns when the token can be read on its way.
    func client(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ClientError) -> Client {
        let (address, token) = try resolved(environment)
        let client = Client(server: try ServerAddress(address), token: token, timeout: .seconds(timeout))
        client.warnIfReadable()
        return client
    }

    func resolved(_ environment: [String: String]) throws(ClientError) -> (server: String, token: String?) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let (server, token) = (server ?? variable("NOTIFY_SERVER"), token ?? variable("NOTIFY_TOKEN"))
        // A file that is not needed cannot be wrong.
        if let server, let token { return (server, token) }
        let file = try ConfigurationFile(environment: environment)
        let kept = (server: try file.text("server"), token: try file.text("token"))
        return (server ?? kept.server ?? ServerAddress.standard, token ?? kept.token)
    }
}

extension Client {
    /// One line when the token goes unencrypted to another machine.
    func warnIfReadable() {
        guard token != nil, !server.isEncrypted, !server.isLoopback else { return }
        StandardOutput.complain(
            "Warning: the token goes to \(server) unencrypted, for anyone on the way to read; use https.")
    }
}
