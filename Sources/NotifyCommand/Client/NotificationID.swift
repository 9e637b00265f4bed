import ArgumentParser
import FoundationEssentials
import Notifications

/// A notification's id as people write it: its number, or the UUID that carries it.
struct NotificationID: ExpressibleByArgument, Hashable {
    let rawValue: Int64

    init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    init?(argument: String) {
        if let number = Int64(digits: argument) {
            guard number > 0 else { return nil }
            rawValue = number
        } else {
            let id = UUID(uuidString: argument).flatMap { Identifier<Notification>($0) }
            guard let id else { return nil }
            rawValue = id.rawValue
        }
    }
}
