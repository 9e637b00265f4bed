#if DEBUG
import FoundationEssentials

extension BrowserFiles {
    /// The files as they are in a folder right now, for who works on them and would rather not build after each change:
    /// the one that `NOTIFY_BROWSER_FILES` names. Only a debug build looks.
    static func inFolder() -> [String: [UInt8]]? {
        guard let folder = ProcessInfo.processInfo.environment["NOTIFY_BROWSER_FILES"], !folder.isEmpty,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else { return nil }
        let files = names.map { ($0, FileManager.default.contents(atPath: "\(folder)/\($0)").map(Array.init) ?? []) }
        return Dictionary(files) { $1 }
    }
}
#endif
