import CLibPQ
import Glibc
import Logging

/// The listener's thread.
struct Ear: Sendable {
    let configuration: Configuration
    let channels: [String]
    let logger: Logger
    let stop: StopFlag
    let continuation: AsyncStream<Listener.Event>.Continuation

    func run() {
        var backOff = BackOff()
        while !stop.isSet {
            do throws(Session.OpenFailure) {
                let session = try Session.open(
                    configuration, statementTimeout: configuration.statementTimeout, logger: logger,
                    wakeUp: stop.wakeUp, shouldStop: { stop.isSet })
                let error = listen(session)
                backOff = BackOff()
                if let error { logger.notice("listening was interrupted", metadata: ["error": "\(error)"]) }
            } catch {
                if !stop.isSet { logger.warning("cannot listen", metadata: ["error": "\(error.error)"]) }
            }
            if !stop.isSet { stop.wakeUp.wait(backOff.next()) }
        }
        continuation.finish()
    }

    /// Until the session is lost, of which it returns the cause, or the consumer is gone.
    private func listen(_ session: Session) -> PostgresError? {
        do throws(PostgresError) {
            let deadline = ContinuousClock.now + configuration.connectTimeout
            for channel in channels {
                try session.execute("listen \(Ear.quoted(channel))", until: deadline)
            }
        } catch {
            return error
        }
        yield(.connected)
        while !stop.isSet {
            while let notification = PQnotifies(session.connection) {
                let channel = String(cString: notification.pointee.relname)
                let payload = String(cString: notification.pointee.extra)
                PQfreemem(notification)
                yield(.notification(channel: channel, payload: payload))
            }
            var descriptors = [
                pollfd(fd: session.socket, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.wakeUp.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard !session.isBroken else { return session.failure }
            guard poll(&descriptors, 2, -1) > 0 else { continue }
            if descriptors[1].revents != 0 { stop.wakeUp.drain() }
            if descriptors[0].revents != 0, PQconsumeInput(session.connection) != 1 { return session.failure }
        }
        return nil
    }

    private func yield(_ event: Listener.Event) {
        // Whatever was dropped, the last thing in the buffer then says to catch up.
        if case .dropped = continuation.yield(event), event != .connected { continuation.yield(.connected) }
    }

    /// An identifier as written in SQL.
    static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
