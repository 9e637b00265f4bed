import FoundationEssentials
import Testing

@testable import NotificationServer

/// The files that are served are those that are there.
@Suite struct BrowserFilesTests {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../Sources/NotificationServer/Web/browser").path

    @Test func `every file of the folder is in the program, as it is`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(Set(names) == Set(BrowserFiles.all.keys))
        for name in names {
            let bytes = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name)"))
            #expect(BrowserFiles.all[name] == Array(bytes), "\(name)")
        }
    }

    @Test func `they can be joined, and each is of use`() throws {
        let assets = try Assets(BrowserFiles.all)
        for name in Assets.files.keys { #expect(assets[name] != nil, "\(name)") }
        var sources: [String: BrowserSource] = [:]
        for (name, bytes) in BrowserFiles.all where name.hasSuffix(".js") {
            sources[name] = try BrowserSource(name, String(decoding: bytes, as: UTF8.self))
        }
        let imported = sources.values.flatMap(\.imports).map(\.file)
        let pages = ["demo.html", "page.html"]
        #expect(Set(BrowserFiles.all.keys) == Set(imported).union(Assets.files.values).union(pages))
    }

    @Test func `the version is another when any file is`() throws {
        let files = BrowserFiles.all
        let version = try Assets(files).version
        #expect(try Assets(files).version == version)
        #expect(version.count == 12 && version.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        var versions: Set = [version]
        for name in ["en.js", "client.d.ts", "page.css", "page.html", "demo.html"] {
            let changed = files.merging([name: (files[name] ?? []) + Array("\nlet changed = 1".utf8)]) { $1 }
            #expect(try versions.insert(Assets(changed).version).inserted, "\(name)")
        }
    }

    @Test func `a file that is missing is named`() {
        for name in ["bell-module.js", "en.js", "icon.svg"] {
            let files = BrowserFiles.all.filter { $0.key != name }
            let error = #expect(throws: BrowserSourceError.self) { try Assets(files) }
            #expect(error?.description.contains(name) == true)
        }
    }

    /// The bell and its store, as a browser gets them.
    @Test func `the bell is at most 14 KB compressed`() async throws {
        var sizes: [ContentCoding: Int] = [:]
        for coding in ContentCoding.allCases {
            let answer = try await LiveServer.running().http.send(
                "GET", "/notification-bell.js", headers: [("accept-encoding", coding.rawValue)])
            #expect(answer["content-encoding"] == coding.rawValue)
            sizes[coding] = answer.length
            print("notification-bell.js: \(answer.length) bytes in \(coding.rawValue)")
        }
        #expect(try #require(sizes[.brotli]) <= 14 * 1024)
    }
}
