import FoundationEssentials
import NotificationServer
import Notifications

extension Settings {
    /// The standard types, and those in the file that `NOTIFICATION_TYPES` names:
    /// `[{"name": "invoice_overdue", "severity": "warning", "category": "billing"}]`. Each may have a `label`, and
    /// `enabled`, `push` and `locked`, which say what holds for who has chosen nothing: true, true and false unless given.
    func catalogue() throws -> Catalogue {
        guard let path = notificationTypesFile else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError("NOTIFICATION_TYPES: \(path) cannot be read.")
        }
        guard let types = try? JSONDecoder().decode([TypeInFile].self, from: data) else {
            throw SettingsError(
                "NOTIFICATION_TYPES: \(path) must be a JSON array of objects with name, severity and category, and where "
                    + "wanted label (a string), enabled, push and locked (true or false).")
        }
        do {
            return try Catalogue(
                adding: types.map { type throws(SettingsError) in
                    guard let severity = Severity(rawValue: type.severity) else {
                        let known = Severity.allCases.map(\.rawValue).joined(separator: ", ")
                        throw SettingsError("NOTIFICATION_TYPES: the severity of \(type.name) must be one of \(known).")
                    }
                    if type.locked == true, type.enabled == false || type.push == false {
                        throw SettingsError("NOTIFICATION_TYPES: \(type.name) is locked, so it cannot be off.")
                    }
                    return NotificationType(
                        type.name, severity, Category(rawValue: type.category), label: type.label,
                        isEnabled: type.enabled ?? true, isPushed: type.push ?? true, isLocked: type.locked ?? false)
                })
        } catch let error as NotificationError {
            throw SettingsError("NOTIFICATION_TYPES: \(error.message).")
        }
    }

    private struct TypeInFile: Decodable {
        let name: String
        let severity: String
        let category: String
        let label: String?
        let enabled: Bool?
        let push: Bool?
        let locked: Bool?
    }
}
