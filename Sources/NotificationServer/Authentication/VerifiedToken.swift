import FoundationEssentials
import Notifications
import Synchronization

/// A token whose signature and times were found good: as good as checking it again, while `isValid`.
final class VerifiedToken: Sendable {
    let caller: Caller
    /// What it was checked with; nil: with the secret, which never changes.
    private let edition: Edition?
    private let lastViewer = Mutex<Viewer?>(nil)

    /// The keys of a set as they are when it is made.
    struct Edition: Sendable {
        private let keys: KeyCache
        private let number: Int

        init(_ keys: KeyCache) {
            self.keys = keys
            number = keys.edition
        }

        func isCurrent(at now: Date) -> Bool { keys.isCurrent(number, at: now) }
    }

    init(_ caller: Caller, checkedWith edition: Edition?) {
        self.caller = caller
        self.edition = edition
    }

    /// Not when it has expired, nor when the keys have been read anew since, or are about to be.
    func isValid(at now: Date) -> Bool {
        now < caller.expiresAt && edition?.isCurrent(at: now) != false
    }

    /// Whom a user's token stood for when that was last found out.
    var viewer: Viewer? {
        get { lastViewer.withLock { $0 } }
        set { lastViewer.withLock { $0 = newValue } }
    }
}

extension Caller {
    var expiresAt: Date {
        switch self {
        case .user(let token): token.expiresAt
        case .service(let token): token.expiresAt
        }
    }
}
