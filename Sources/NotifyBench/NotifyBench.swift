import ArgumentParser
import FoundationEssentials
import Glibc

@main
struct NotifyBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script/bench",
        abstract: "Measures how fast the server is, and how fast PostgreSQL could be.",
        discussion: """
            Makes its data in a PostgreSQL of its own (kept for the next run), starts the server on a copy of them, loads it \
            over HTTP with wrk, and after each operation runs the statements that the server had sent with pgbench. Prints \
            a table, and what is asked of the figures. Ctrl-C ends it and all that it has started.
            """)

    @Option(help: "Where the data, the copy that is measured, and last.json live.")
    var data = ".notify-bench"

    @Option(help: "How much data: 1 is 2 million notifications, half of them in one account.")
    var scale = 1.0

    @Option(help: "How many seconds each load lasts.")
    var seconds = 5

    @Option(help: "How many sockets are open where there are many; without: 10,000, fewer at a smaller scale.")
    var sockets: Int?

    @Option(help: "Only operations whose name contains this; repeatable.")
    var only: [String] = []

    @Option(help: "Write the figures to this file; without: last.json in the data directory.")
    var json: String?

    @Option(help: "Print the change since the run that was saved in this file.")
    var compare: String?

    @Option(help: "The `notify` to measure; without: the one beside this program.")
    var notify: String?

    @Flag(help: "Leave pgbench out: half the time, and no ratios.")
    var withoutPgbench = false

    func validate() throws {
        guard scale > 0, scale <= 10 else { throw ValidationError("--scale must be more than 0 and at most 10.") }
        guard (1...600).contains(seconds) else { throw ValidationError("--seconds must be 1 to 600.") }
        guard sockets.map({ (200...mostSockets).contains($0) }) ?? true else {
            throw ValidationError("--sockets must be 200 to \(mostSockets), by the files that we may have open.")
        }
    }

    /// As many as the server takes that may open as many files as we, see `SocketLimits.total`.
    private var mostSockets: Int { max(200, FileDescriptors.raise() / 10 * 8) }

    func run() async throws {
        let run = Run(
            program: notify ?? Programs.neighbour("notify"), directory: data, population: Population(scale: scale),
            seconds: seconds, only: only, usesPgbench: !withoutPgbench,
            sockets: sockets ?? max(200, min(Int(min(scale, 1) * 10_000), mostSockets)))
        // Read first: it may be the file that this run will replace.
        let earlier = try compare.map { try Figures(file: $0) }
        let work = Task { try await run.figures() }
        let interruption = Interruption { work.cancel() }
        defer { interruption.end() }
        let figures: Figures
        do {
            figures = try await work.value
        } catch  where work.isCancelled {
            throw ExitCode(130)
        }
        print(Table(figures).text)
        print(Acceptance(figures).text)
        if let earlier { print(Comparison(of: figures, with: earlier).text) }
        fflush(nil)
        try figures.save(to: json ?? data + "/last.json")
    }
}
