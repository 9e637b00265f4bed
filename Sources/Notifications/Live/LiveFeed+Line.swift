import Logging
import Synchronization

extension LiveFeed {
    static let maximumWorkers = 8

    /// Something has happened in an account.
    func hear(_ ring: Doorbell.Ring) {
        guard let account = state.withLock({ $0.accounts[ring.account] }) else { return }
        look(at: account, reader: ring.reader)
    }

    /// Puts an account in line to be looked at.
    func look(at account: LiveAccount, reader: Identifier<User>? = nil, isForAll: Bool = false) {
        let begins = account.state.withLock { state in
            if let reader { state.work.readers.insert(reader.rawValue) }
            if isForAll { state.work.isForAll = true }
            return state.work.ring()
        }
        if begins { putInLine(account) }
    }

    private func putInLine(_ account: LiveAccount) {
        let begins = state.withLock { state in
            state.line.append(account)
            guard state.workers < Self.maximumWorkers else { return false }
            state.workers += 1
            return true
        }
        if begins { Task.detached { await self.workOffLine() } }
    }

    private func workOffLine() async {
        while let account = takeFromLine() {
            let readers = account.state.withLock { $0.work.begin() }
            do {
                try await bringUpToDate(account, readers: readers)
            } catch {
                logger.debug("open inboxes wait for the database", metadata: ["error": "\(error)"])
                account.state.withLock { state in
                    state.work.isForAll = true
                    _ = state.work.ring()
                }
                try? await Task.sleep(for: .milliseconds(200))
            }
            if account.state.withLock({ $0.work.end() }) { putInLine(account) }
        }
    }

    private func takeFromLine() -> LiveAccount? {
        state.withLock { state in
            guard !state.isClosed, !state.line.isEmpty else {
                state.workers -= 1
                return nil
            }
            return state.line.removeFirst()
        }
    }
}
