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
        #expect(catalogue.types.count == Catalogue.standard.types.count + 1)
    }

    @Test func `a type may say what it is called, and what holds for who has chosen nothing`() throws {
        let catalogue = try catalogue(
            """
            [{"name": "a_b", "severity": "info", "category": "x"},
             {"name": "b", "severity": "info", "category": "x", "label": "Bills", "enabled": false, "push": false},
             {"name": "c", "severity": "info", "category": "x", "enabled": true, "push": false, "locked": null},
             {"name": "system_info", "severity": "info", "category": "system", "locked": true}]
            """)
        let said = try ["a_b", "b", "c", "system_info"].map { name in
            let type = try #require(catalogue[name])
            return "\(type.label) \(type.isEnabled) \(type.isPushed) \(type.isLocked)"
        }
        #expect(said[0] == "A b true true false" && said[1] == "Bills false false false")
        #expect(said[2] == "C true false false" && said[3] == "System info true true true")
    }

    @Test(arguments: [
        ("{}", "JSON array"), ("[{}]", "JSON array"), ("", "JSON array"),
        (#"[{"name": "a b", "severity": "info", "category": "x"}]"#, "a b"),
        (#"[{"name": "a", "severity": "loud", "category": "x"}]"#, "severity of a"),
        (#"[{"name": "a", "severity": "info", "category": "X!"}]"#, "X!"),
        (#"[{"name": "a", "severity": "info", "category": "x", "label": ""}]"#, "labels"),
        (#"[{"name": "a", "severity": "info", "category": "x", "label": "two\nlines"}]"#, "labels"),
        (#"[{"name": "a", "severity": "info", "category": "x", "label": 5}]"#, "label (a string)"),
        (#"[{"name": "a", "severity": "info", "category": "x", "enabled": "no"}]"#, "true or false"),
        (#"[{"name": "a", "severity": "info", "category": "x", "push": 1}]"#, "true or false"),
        (#"[{"name": "a", "severity": "info", "category": "x", "locked": []}]"#, "true or false"),
        (#"[{"name": "a", "severity": "info", "category": "x", "locked": true, "push": false}]"#, "a is locked"),
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
