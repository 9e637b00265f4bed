import FoundationEssentials
import NotificationServer
import Notifications
import Testing

@testable import NotifyCommand

@Suite struct CatalogueFileTests {
    private func catalogue(_ text: String) throws -> Catalogue {
        let path = FileManager.default.temporaryDirectory.appending(path: "types-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        return try Settings(environment: ["NOTIFICATION_TYPES": path.path]).catalogue()
    }

    @Test func `a host's own types join the standard ones`() throws {
        let catalogue = try catalogue(
            #"[{"name": "invoice_overdue", "severity": "warning", "category": "billing"}]"#)
        #expect(catalogue["invoice_overdue"]?.severity == .warning)
        #expect(catalogue.categories.last?.rawValue == "billing")
        #expect(catalogue.types.count == 21)
    }

    @Test(arguments: [
        ("{}", "JSON array"), ("[{}]", "JSON array"), ("", "JSON array"),
        (#"[{"name": "a b", "severity": "info", "category": "x"}]"#, "a b"),
        (#"[{"name": "a", "severity": "loud", "category": "x"}]"#, "severity of a"),
        (#"[{"name": "a", "severity": "info", "category": "X!"}]"#, "X!"),
    ])
    func `a file that is wrong is refused with what is wrong`(text: String, hint: String) throws {
        let error = try #require(throws: SettingsError.self) { try catalogue(text) }
        #expect(error.description.contains("NOTIFICATION_TYPES"))
        #expect(error.description.contains(hint))
    }

    @Test func `a file that is not there is named`() throws {
        let error = try #require(throws: SettingsError.self) {
            try Settings(environment: ["NOTIFICATION_TYPES": "/nowhere.json"]).catalogue()
        }
        #expect(error.description.contains("/nowhere.json"))
    }
}
