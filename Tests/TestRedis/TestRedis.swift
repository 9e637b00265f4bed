import FoundationEssentials
import Glibc
import Synchronization

/// A Redis of a test's own on a port of 127.0.0.1, to stop, to kill and to start again. Where it is stays the same.
///
/// It ends with the test process. Call `remove` at the end.
public final class TestRedis: Sendable {
    /// What `RedisConfiguration` takes, with the password: `rediss://:secret@localhost:20123`.
    public let url: String
    /// The file, in PEM, of the authority that signed its certificate; nil without TLS.
    public let certificateAuthorityFile: String?
    public let port: Int

    private let directory: String
    private let program: String
    private let password: String?
    private let isPersistent: Bool
    private let certificates: Certificates?
    private let server = Mutex<RunningServer?>(nil)

    /// - Parameters:
    ///   - isPersistent: whether it still knows what it was told after it was stopped or killed.
    ///   - names: whom its certificate is for.
    public static func start(
        password: String? = nil, tls: Bool = false, isPersistent: Bool = false,
        names: [String] = ["DNS:localhost", "IP:127.0.0.1"]
    ) async throws -> TestRedis {
        let directory = try ServerDirectory.make()
        let certificates = tls ? try await Certificates.make(in: directory, names: names) : nil
        let program = try Programs.server(linkedIn: directory)
        var attempts = 0
        while true {
            let redis = TestRedis(
                port: try freePort(), directory: directory, program: program, password: password,
                isPersistent: isPersistent, certificates: certificates)
            do {
                try await redis.start()
                return redis
            } catch  where attempts < 3 {
                // Somebody else was quicker to take the port.
                attempts += 1
            }
        }
    }

    private init(
        port: Int, directory: String, program: String, password: String?, isPersistent: Bool,
        certificates: Certificates?
    ) {
        self.port = port
        self.directory = directory
        self.program = program
        self.password = password
        self.isPersistent = isPersistent
        self.certificates = certificates
        certificateAuthorityFile = certificates?.authority
        let credentials = password.map { ":\(TestRedis.percentEncoded($0))@" } ?? ""
        let (scheme, host) = certificates == nil ? ("redis", "127.0.0.1") : ("rediss", "localhost")
        url = "\(scheme)://\(credentials)\(host):\(port)"
    }

    /// Starts it after `stop` or `kill`; returns when it takes commands.
    public func start() async throws {
        guard server.withLock({ $0 == nil }) else { return }
        let log = directory + "/redis.log"
        try? FileManager.default.removeItem(atPath: log)
        let next = RunningServer(program, arguments(log: log), directory: directory)
        for _ in 0..<3000 {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if text.contains("Ready to accept connections") {
                return server.withLock { $0 = next }
            }
            if let outcome = next.outcome { throw TestRedisError(description: "Redis ended: \(outcome)\n\(text)") }
            try await Task.sleep(for: .milliseconds(10))
        }
        await next.stop()
        throw TestRedisError(description: "Redis was not ready in 30 s")
    }

    /// A proper shutdown. Returns when it is gone.
    public func stop() async {
        resume()
        await server.withLock { $0.take() }?.stop()
    }

    /// SIGKILL. Returns when it is gone.
    public func kill() async {
        send(SIGKILL)
        await server.withLock { $0.take() }?.stop()
    }

    public func restart() async throws {
        await stop()
        try await start()
    }

    /// SIGSTOP: its connections stay, and nobody answers on them.
    public func pause() {
        send(SIGSTOP)
    }

    public func resume() {
        send(SIGCONT)
    }

    /// Ends it and removes its directory.
    public func remove() async {
        if server.withLock({ $0 != nil }) { await kill() }
        ServerDirectory.remove(directory)
    }

    /// What the real `redis-cli` prints; an error reply is thrown.
    public func cli(_ arguments: String...) async throws -> String {
        var options = ["-e", "-h", "127.0.0.1", "-p", "\(port)"]
        if let certificates { options += ["--tls", "--cacert", certificates.authority] }
        return try await Programs.run("redis-cli", options + arguments, password: password)
    }

    private func send(_ signal: Int32) {
        if let process = ServerDirectory.process(in: directory) { _ = Glibc.kill(process, signal) }
    }

    private func arguments(log: String) -> [String] {
        var options = [
            "--bind", "127.0.0.1", "--dir", directory, "--pidfile", directory + "/redis.pid", "--logfile", log,
            "--daemonize", "no", "--save", "", "--appendonly", isPersistent ? "yes" : "no", "--appendfsync", "always",
        ]
        if let password { options += ["--requirepass", password] }
        guard let certificates else { return options + ["--port", "\(port)"] }
        return options + [
            "--port", "0", "--tls-port", "\(port)", "--tls-cert-file", certificates.certificate,
            "--tls-key-file", certificates.key, "--tls-ca-cert-file", certificates.authority,
            "--tls-auth-clients", "no",
        ]
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            guard byte < 128, scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
            return String(scalar)
        }.joined()
    }
}
