import FoundationEssentials
import Glibc
import Notifications

extension ConfigurationFile {
    /// Writes it for its owner's eyes only, aside and then in one step to its place: who reads it finds the old one or
    /// the new one. Directories that are missing are made, for the owner alone.
    func save() throws(ClientError) {
        // What a symbolic link points to is replaced, not the link.
        let place = realpath(path, nil).map { resolved in
            defer { free(resolved) }
            return String(cString: resolved)
        }
        let path = place ?? path
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try make(directory)
        let draft = "\(path).\(getpid()).\(UInt64.random(in: 0 ... .max))"
        defer { unlink(draft) }
        guard write(try text(), to: draft), rename(draft, path) == 0 else {
            throw failure("cannot be written: \(String(cString: strerror(errno))).")
        }
        // So that it is there after a power cut too.
        let handle = open(directory.isEmpty ? "/" : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if handle >= 0 {
            fsync(handle)
            close(handle)
        }
    }

    private func text() throws(ClientError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(JSONValue.object(members)) else { throw failure("cannot be written.") }
        return [UInt8](data) + [UInt8(ascii: "\n")]
    }

    private func make(_ directory: String) throws(ClientError) {
        guard !directory.isEmpty, access(directory, F_OK) != 0 else { return }
        if let parent = directory.lastIndex(of: "/") { try make(String(directory[..<parent])) }
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw failure("its directory cannot be made: \(String(cString: strerror(errno))).")
        }
    }

    private func write(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        // A umask can only take away; the owner keeps both.
        return fchmod(file, 0o600) == 0 && fsync(file) == 0
    }
}
