import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The secret that is made up where none is set: `jwt-secret` in the data directory, for its owner's eyes only.
enum SecretFile {
    private static let name = "jwt-secret"

    /// The secret in the directory, made (and the directory too) if there is none. Processes that start at once agree: a
    /// new one is written aside, whole, and then linked to its place, which succeeds for one of them only.
    static func loadOrCreate(directory: String) throws(SettingsError) -> Secret {
        let path = directory + "/" + name
        if let secret = try load(path) { return secret }
        guard makeDirectory(directory) else {
            throw SettingsError("NOTIFY_DATA_DIR: \(directory) cannot be made: \(lastError()).")
        }
        let draft = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max))"
        defer { unlink(draft) }
        guard save(Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max) }), to: draft) else {
            throw SettingsError("NOTIFY_DATA_DIR: \(draft) cannot be written: \(lastError()).")
        }
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw SettingsError("NOTIFY_DATA_DIR: \(path) cannot be made: \(lastError()).")
        }
        guard let secret = try load(path) else {
            throw SettingsError("NOTIFY_DATA_DIR: \(path) has vanished.")
        }
        return secret
    }

    /// Nil when there is no such file.
    private static func load(_ path: String) throws(SettingsError) -> Secret? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno == ENOENT else {
                throw SettingsError("NOTIFY_DATA_DIR: \(path) cannot be read: \(lastError()).")
            }
            return nil
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw SettingsError("NOTIFY_DATA_DIR: others may read the secret in \(path); run chmod 600 on it.")
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        let secret = Secret(String(text.prefix { !$0.isWhitespace }))
        guard secret.bytes.count >= Settings.minimumSecretBytes else {
            throw SettingsError("NOTIFY_DATA_DIR: the secret in \(path) is too short; remove the file for a new one.")
        }
        return secret
    }

    private static func makeDirectory(_ path: String) -> Bool {
        var isDirectory = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) { return isDirectory }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
            return true
        } catch {
            return false
        }
    }

    private static func save(_ text: String, to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        let bytes = [UInt8]((text + "\n").utf8)
        return write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    }

    private static func lastError() -> String {
        String(cString: strerror(errno))
    }
}
