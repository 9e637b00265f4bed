import Logging
import Redis

extension StreamConsumer {
    /// Does with each entry what is to be done, and tells Redis; a cancellation waits for `grace`. While the database is
    /// away it tries again, and nothing new is read.
    /// - Throws: when Redis is lost. What is not acknowledged by then stays pending.
    func settle(_ entries: [StreamEntry], _ session: StreamSession) async throws {
        guard !entries.isEmpty else { return }
        tally.receive(entries.count)
        try await finishing(within: options.grace) { try await settleInHand(entries, session) }
    }

    private func settleInHand(_ entries: [StreamEntry], _ session: StreamSession) async throws {
        var remaining = entries
        var backOff = BackOff()
        var isWaiting = false
        while true {
            let settled = await Lanes.run(remaining, key: \.lane) { entry in
                let outcome = await outcome(of: entry)
                let goesOn = if case .postponed = outcome { false } else { true }
                return (result: (entry: entry, outcome: outcome), goesOn: goesOn)
            }
            try await conclude(settled, session)
            var concluded: Set<String> = []
            var reason: String?
            for (entry, outcome) in settled {
                if case .postponed(let sentence) = outcome { reason = sentence } else { concluded.insert(entry.key) }
            }
            remaining.removeAll { concluded.contains($0.key) }
            guard let reason, !remaining.isEmpty else {
                if isWaiting { logger.info("Events from streams are recorded again") }
                return
            }
            if !isWaiting { logger.warning("Events from streams have to wait", metadata: ["error": "\(reason)"]) }
            isWaiting = true
            try await session.hold(remaining)
            guard await backOff.pause() else { return }
        }
    }

    private func outcome(of entry: StreamEntry) async -> Outcome {
        switch entry.message {
        case .failure(let malformed): return .refused(malformed.description)
        case .success(let message):
            // It does not fail, it brings processes down.
            guard entry.deliveries <= options.maximumTries else {
                return .refused("it was delivered \(entry.deliveries - 1) times, and never finished")
            }
            let outcome = await intake.take(message, fallbackKey: entry.key)
            guard case .failed(let sentence) = outcome, entry.deliveries >= options.maximumTries else { return outcome }
            return .refused("it failed \(entry.deliveries) times, the last time because: \(sentence)")
        }
    }

    private func conclude(_ settled: [(entry: StreamEntry, outcome: Outcome)], _ session: StreamSession) async throws {
        var done: [StreamEntry] = []
        var rejected: [(entry: StreamEntry, error: String)] = []
        for (entry, outcome) in settled {
            tally.settle(outcome)
            switch outcome {
            case .recorded, .replayed, .muted: done.append(entry)
            case .refused(let sentence): rejected.append((entry, sentence))
            case .postponed: break
            case .failed(let sentence):
                logger.error(
                    "An event failed and is tried again later",
                    metadata: [
                        "stream": "\(entry.stream)", "id": "\(entry.id)", "try": "\(entry.deliveries)",
                        "error": "\(sentence)",
                    ])
            }
        }
        let kept = try await session.keep(rejected)
        tally.setAside(kept.count)
        try await session.acknowledge(done + kept)
    }
}
