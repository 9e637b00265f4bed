import CLibPQ
import Glibc
import Logging

/// One lane's thread: connects, serves, connects again after a loss, until its dispatcher closes.
final class Connection {
    private let dispatcher: Dispatcher
    private let lane: Int
    private let wakeUp: WakeUp
    private var backOff = BackOff()

    init(_ dispatcher: Dispatcher, lane: Int, wakeUp: WakeUp) {
        self.dispatcher = dispatcher
        self.lane = lane
        self.wakeUp = wakeUp
    }

    func run() {
        while dispatcher.shouldConnect(lane) {
            do throws(Session.OpenFailure) {
                let session = try Session.open(
                    dispatcher.configuration, statementTimeout: dispatcher.configuration.statementTimeout,
                    lockTimeout: dispatcher.lockTimeout, logger: dispatcher.logger, wakeUp: wakeUp,
                    shouldStop: { [dispatcher, lane] in !dispatcher.shouldConnect(lane) })
                let opened = ContinuousClock.now
                guard serve(session) else { break }
                if opened.duration(to: .now) > .seconds(1) { backOff = BackOff() }
            } catch {
                guard dispatcher.shouldConnect(lane) else { break }
                dispatcher.logger.warning("cannot connect to PostgreSQL", metadata: ["error": "\(error.error)"])
                dispatcher.failed(lane, error: error.error, isPermanent: error.isPermanent)
            }
            wakeUp.wait(backOff.next())
        }
        dispatcher.ended(lane)
    }

    /// Serves until the session ends; false when the thread is to end too.
    private func serve(_ session: Session) -> Bool {
        let number = dispatcher.connected(lane)
        let pipeline: Pipeline
        do throws(PostgresError) {
            pipeline = try Pipeline(
                session, number: number, preparesStatements: dispatcher.configuration.preparesStatements)
        } catch {
            dispatcher.disconnected(lane, error: error, unsent: [], again: [])
            return true
        }
        let patience = dispatcher.configuration.statementTimeout + .seconds(5)
        var lastSign = ContinuousClock.now
        var finished = 0
        while true {
            switch dispatcher.exchange(lane, finished: finished) {
            case .finish: return false
            case .abort:
                give(up: pipeline, because: .poolClosed, unsent: [], mayRepeat: false)
                return false
            case .disconnect:
                give(up: pipeline, because: PostgresError(.unreachable, "the connection was given up"), unsent: [])
                return true
            case .send(let units):
                finished = 0
                if pipeline.flights.isEmpty { lastSign = .now }
                for (index, unit) in units.enumerated() {
                    if pipeline.isBroken {
                        give(up: pipeline, because: session.failure, unsent: Array(units[index...]))
                        return true
                    }
                    finished += send(unit, on: pipeline)
                }
                continue
            case .wait: finished = 0
            }
            let needsWriting = pipeline.flush()
            let left = pipeline.flights.isEmpty ? nil : patience - lastSign.duration(to: .now)
            if let left, left <= .zero {
                let error = PostgresError(.timedOut, "PostgreSQL gave no sign for \(patience)")
                give(up: pipeline, because: error, unsent: [])
                return true
            }
            // Sending may have met the connection's end already; then there is no socket left to wait for.
            if session.isBroken || wait(for: session, needsWriting: needsWriting, timeout: left) {
                lastSign = .now
                pipeline.receive { unit, outcome in
                    finished += 1
                    settle(unit, outcome)
                }
            }
            if pipeline.isBroken || session.isBroken || pipeline.fatal != nil {
                give(up: pipeline, because: pipeline.fatal ?? session.failure, unsent: [])
                return true
            }
        }
    }

    /// Returns how many units are through: 1 when it cannot be sent in this session.
    private func send(_ unit: Unit, on pipeline: Pipeline) -> Int {
        if let session = unit.session, session != pipeline.number {
            unit.fail(PostgresError(.unreachable, "the transaction's connection was lost"))
            return 1
        }
        pipeline.send(unit)
        return 0
    }

    /// True when the socket has something for us.
    private func wait(for session: Session, needsWriting: Bool, timeout: Duration?) -> Bool {
        var descriptors = [
            pollfd(fd: session.socket, events: Int16(needsWriting ? POLLIN | POLLOUT : POLLIN), revents: 0),
            pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&descriptors, 2, timeout?.pollTimeout ?? -1) > 0 else { return false }
        if descriptors[1].revents != 0 { wakeUp.drain() }
        return descriptors[0].revents & ~Int16(POLLOUT) != 0
    }

    private func settle(_ unit: Unit, _ outcome: Unit.Outcome) {
        guard case .failure(let error) = outcome, let (again, pause) = unit.again(after: error) else {
            return unit.reply.resume(returning: outcome)
        }
        dispatcher.resubmit(again, after: pause)
    }

    private func give(up pipeline: Pipeline, because error: PostgresError, unsent: [Unit], mayRepeat: Bool = true) {
        let loss = Loss(of: pipeline, because: error, mayRepeat: mayRepeat)
        dispatcher.logger.notice("connection to PostgreSQL ended", metadata: ["error": "\(error)"])
        dispatcher.disconnected(lane, error: error, unsent: unsent, again: loss.again)
        for (unit, error) in loss.failed { unit.fail(error) }
    }
}
