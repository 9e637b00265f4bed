import ArgumentParser

/// How it went with several notifications.
struct Outcome {
    private(set) var succeeded: [NotificationID] = []
    private(set) var worst = ExitStatus.done

    mutating func add(_ id: NotificationID) {
        succeeded.append(id)
    }

    mutating func add(_ error: ClientError) {
        error.complain()
        worst = max(worst, error.status)
    }

    /// What the verb of a sentence has been done to; nil: to nothing.
    var done: String? {
        guard let first = succeeded.first else { return nil }
        return succeeded.count == 1 ? "notification \(first.rawValue)" : "\(succeeded.count) notifications"
    }

    /// Ends with the worst status, about which all is said already.
    func end() throws {
        if worst != .done { throw ExitCode(worst.rawValue) }
    }
}

extension Client {
    /// Calls `body` with each id once, in order, and tells at once of each that fails. It ends early only when all others
    /// would fail alike.
    func forEach(_ ids: [NotificationID], _ body: (NotificationID) async throws -> Void) async -> Outcome {
        var outcome = Outcome()
        var seen: Set<NotificationID> = []
        for id in ids where seen.insert(id).inserted {
            do {
                try await body(id)
                outcome.add(id)
            } catch let error as ClientError where error.status == .notFound {
                outcome.add(ClientError(.notFound, "No notification \(id.rawValue) in your inbox."))
            } catch let error as ClientError {
                outcome.add(error)
                if error.endsAll { break }
            } catch {
                outcome.add(ClientError(.badAnswer, "\(String(safe: "\(error)"))"))
            }
        }
        return outcome
    }
}
