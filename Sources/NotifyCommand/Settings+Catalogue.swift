import FoundationEssentials
import NotificationServer
import Notifications

extension Settings {
    /// The standard types, and those in the file that `NOTIFICATION_TYPES` names:
    /// `[{"name": "invoice_overdue", "severity": "warning", "category": "billing"}]`.
    func catalogue() throws -> Catalogue {
        guard let path = notificationTypesFile else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError("NOTIFICATION_TYPES: \(path) cannot be read.")
        }
        guard let types = try? JSONDecoder().decode([TypeInFile].self, from: data) else {
            throw SettingsError(
                "NOTIFICATION_TYPES: \(path) must be a JSON array of objects with name, severity and category.")
        }
        do {
            return try Catalogue(
                adding: types.map { type throws(SettingsError) in
                    guard let severity = Severity(rawValue: type.severity) else {
                        let known = Severity.allCases.map(\.rawValue).joined(separator: ", ")
                        throw SettingsError("NOTIFICATION_TYPES: the severity of \(type.name) must be one of \(known).")
                    }
                    return NotificationType(type.name, severity, Category(rawValue: type.category))
                })
        } catch let error as NotificationError {
            throw SettingsError("NOTIFICATION_TYPES: \(error.message).")
        }
    }

    private struct TypeInFile: Decodable {
        let name: String
        let severity: String
        let category: String
    }
}
