import FoundationEssentials
import Glibc
import Notifications

/// `config.json`: the server and the token that hold where neither a flag nor the environment names one.
struct ConfigurationFile {
    /// Larger ones are not ours.
    private static let largest = 1 << 20

    let path: String
    /// Whether `NOTIFY_CONFIG` names it, so that it should be there.
    let isNamed: Bool
    /// All members, those of others too.
    var members: [String: JSONValue] = [:]
    private(set) var exists = false

    /// - Parameter isOptional: whether it may be missing although it is named.
    /// - Throws: `ClientError` when it cannot be read, is not ours alone, or is not a JSON object.
    init(environment: [String: String], isOptional: Bool = false) throws(ClientError) {
        let named = environment["NOTIFY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        isNamed = named != nil
        if let named { path = named } else { path = try Self.standardPath(environment) }
        guard let bytes = try load() else {
            if isNamed, !isOptional {
                throw failure("is not there; `notify configure` makes it.")
            }
            return
        }
        guard case .object(let members)? = try? JSONParser.parse(bytes) else {
            throw failure("must be a JSON object, such as {\"server\": \"https://…\", \"token\": \"…\"}.")
        }
        self.members = members
        exists = true
    }

    /// - Throws: `ClientError` when it is something else than a text.
    func text(_ name: String) throws(ClientError) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text): return text.isEmpty ? nil : text
        default: throw failure("`\(name)` must be a string.")
        }
    }

    func failure(_ reason: String) -> ClientError {
        ClientError(.badConfiguration, "\(String(safe: path)): \(reason)")
    }

    /// The XDG base directory specification: a relative directory does not count.
    private static func standardPath(_ environment: [String: String]) throws(ClientError) -> String {
        if let directory = environment["XDG_CONFIG_HOME"], directory.hasPrefix("/") {
            return directory + "/notify/config.json"
        }
        if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.config/notify/config.json" }
        throw ClientError(.badConfiguration, "HOME is not set; NOTIFY_CONFIG may name the configuration file.")
    }

    /// Nil when there is no such file.
    private func load() throws(ClientError) -> [UInt8]? {
        // Not to wait for the writer of a pipe.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw failure("is not a file.") }
        guard status.st_uid == geteuid() else {
            throw failure("is another user's. Make one of your own: NOTIFY_CONFIG may name it.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw failure("others may read the token in it. Run: chmod 600 \(shellQuoted)")
        }
        guard status.st_size <= Self.largest else { throw failure("is too large.") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.largest {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("cannot be read: \(String(cString: strerror(errno))).") }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private var shellQuoted: String {
        let text = String(safe: path)
        let plain = text.utf8.allSatisfy { byte in
            byte.isASCIIDigit || (byte | 0x20).isASCIILetter || "/._-".utf8.contains(byte)
        }
        return plain
            ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension UInt8 {
    /// Whether it is a lower-case letter.
    fileprivate var isASCIILetter: Bool { UInt8(ascii: "a") <= self && self <= UInt8(ascii: "z") }
}
