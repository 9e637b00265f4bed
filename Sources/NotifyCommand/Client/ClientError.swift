import ArgumentParser

/// What went wrong, in a sentence for people and a number for scripts.
struct ClientError: Error, Hashable {
    var status: ExitStatus
    var message: String
    /// Whether the same would be said of any other request, so that none is worth making.
    var endsAll = false

    init(_ status: ExitStatus, _ message: String, endsAll: Bool = false) {
        self.status = status
        self.message = message
        self.endsAll = endsAll
    }

    /// Tells it on standard error, in the form of the argument parser's own errors.
    func complain() {
        StandardOutput.complain("Error: \(message)")
    }
}

/// What has to do with the server: runs `perform` and ends with the exit status and the sentence of what it throws.
protocol ClientCommand: AsyncParsableCommand {
    func perform() async throws
}

extension ClientCommand {
    func run() async throws {
        do {
            try await perform()
        } catch let error as ClientError {
            error.complain()
            throw ExitCode(error.status.rawValue)
        } catch is StandardOutput.Closed {
            // Whoever read has what they wanted.
        }
    }
}
