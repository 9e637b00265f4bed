import Glibc

/// The path without links, `.` and `..`; nil when it does not exist or may not be looked at.
package func canonicalPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
}

/// Makes a directory with an unused name, 0700; `prefix` is its path but for the last six characters.
package func makeUniqueDirectory(prefix: String) throws -> String {
    var template = Array((prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
        throw EmbeddedPostgresError.directory(prefix + "…", "cannot be created", errno: errno)
    }
    return prefix + String(decoding: template.dropLast().suffix(6).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
