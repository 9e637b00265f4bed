import Logging
import Synchronization

extension LiveFeed {
    private static let maximumTries = 5

    /// Opens an inbox. It is told the count at first, then of what came after `last`, then of what happens.
    /// - Parameter last: the newest that it knows; nil: it asks for nothing old. When that is more than is told one by
    ///   one, or from somewhere else, it is told so (`LiveEvent.reset`).
    package func open(
        for viewer: Viewer, after last: Identifier<Notification>? = nil, sink: any LiveSink
    ) -> LiveSubscription {
        let subscription = LiveSubscription(sink, for: viewer) { [weak self] in self?.forget($0) }
        let account = state.withLock { state -> LiveAccount? in
            guard !state.isClosed else { return nil }
            let account = state.accounts[viewer.account] ?? LiveAccount(viewer.account)
            state.accounts[viewer.account] = account
            state.subscriptions[viewer.account, default: 0] += 1
            return account
        }
        if let account {
            Task.detached { await self.begin(subscription, in: account, after: last) }
        } else {
            subscription.end(.closed)
        }
        return subscription
    }

    private func begin(
        _ subscription: LiveSubscription, in account: LiveAccount, after last: Identifier<Notification>?
    ) async {
        var catchingUp = CatchingUp(subscription, inbox, limit: options.maximumReplay, after: last)
        var tries = 0
        var pause: Duration = .milliseconds(200)
        while !subscription.isClosed {
            do {
                let standing = try await catchingUp.run()
                tries += 1
                // Where very much happens, it may never catch up with all of it.
                let isLast = tries == Self.maximumTries
                let isAdmitted = account.admit(
                    subscription, standing, through: catchingUp.through, orReset: isLast,
                    // What has become of them since may have been told to others only.
                    hasOld: tries > 1 && catchingUp.hasToldOfSome)
                guard !isAdmitted else {
                    if state.withLock(\.isClosed) { account.endAll(.closed) }
                    // What has happened since the standing was read.
                    return look(at: account, reader: subscription.viewer.user)
                }
                try? await Task.sleep(for: .milliseconds(20))
            } catch is ViewerChanged {
                return subscription.end(.viewerChanged)
            } catch {
                logger.debug("an inbox waits for the database", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
            if state.withLock(\.isClosed) { subscription.end(.closed) }
        }
    }

    private func forget(_ subscription: LiveSubscription) {
        let viewer = subscription.viewer
        guard let account = state.withLock({ $0.accounts[viewer.account] }) else { return }
        account.state.withLock { state in
            state.withMember(of: viewer) { $0.remove(subscription) }
            state.removeMemberWithoutInbox(viewer)
        }
        state.withLock { state in
            let left = (state.subscriptions[viewer.account] ?? 1) - 1
            state.subscriptions[viewer.account] = left > 0 ? left : nil
            if left <= 0 { state.accounts[viewer.account] = nil }
        }
    }
}

extension LiveAccount {
    /// Lets an inbox that was told everything up to an id hear what happens from now on.
    /// - Parameters:
    ///   - resets: whether it is told to read anew rather than to make up for more.
    ///   - hasOld: whether it has to be told so at any rate.
    /// - Returns: false: what has happened since the standing was read has to be made up for first.
    fileprivate func admit(
        _ subscription: LiveSubscription, _ standing: LiveStanding, through: Identifier<Notification>,
        orReset resets: Bool, hasOld: Bool
    ) -> Bool {
        state.withLock { state in
            guard !subscription.isClosed else { return true }
            let position = state.position ?? LivePosition(standing)
            let known = state.standing(of: subscription.viewer) ?? standing
            // Else it would not hear what the others have heard meanwhile.
            let hasAll =
                through >= position.floor && standing.feedRevision >= position.lastChange
                && standing.ownRevision >= known.ownRevision && standing.commonRevision >= known.commonRevision
            guard hasAll || resets else { return false }
            state.position = position
            if state.place(of: subscription.viewer) == nil {
                var member = LiveMember(subscription.viewer, standing)
                member.count(position.recent)
                // More has come than is remembered.
                if standing.head < position.floor { member.makeStale() }
                state.insert(member)
            }
            let receiver = LiveMember.Receiver(subscription: subscription, through: max(through, position.floor))
            state.withMember(of: subscription.viewer) { member in
                member.add(receiver, toldOf: standing, recent: position.recent, through: position.through)
            }
            if !hasAll || hasOld { subscription.take([.reset]) }
            return true
        }
    }
}

extension LiveAccount.State {
    fileprivate func standing(of viewer: Viewer) -> LiveStanding? {
        place(of: viewer).map { members[$0].standing }
    }

    fileprivate mutating func removeMemberWithoutInbox(_ viewer: Viewer) {
        if let place = place(of: viewer), members[place].receivers.isEmpty { remove(viewer) }
    }
}
