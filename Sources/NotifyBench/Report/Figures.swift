import FoundationEssentials

/// Everything that a run has found out.
struct Figures: Codable, Sendable {
    struct Row: Codable, Sendable {
        let name: String
        let title: String
        /// Per second.
        var rate: Double?
        /// In microseconds, as all times.
        var median: Double?
        var p99: Double?
        /// Of CPU, per request.
        var serverCPU: Double?
        var postgresCPU: Double?
        /// Per second.
        var pgbench: Double?
        var mode: String?
        /// The most that the measured process held, in MiB.
        var memory: Double?
        var note: String?

        init(name: String, title: String) {
            self.name = name
            self.title = title
        }

        /// Under load, but none was answered.
        var isStalled: Bool { rate == 0 }

        var ratio: Double? {
            guard let rate, let pgbench, pgbench > 0 else { return nil }
            return rate / pgbench
        }
    }

    var total = 0
    var seconds = 0
    var tables: [String] = []
    var rows: [Row] = []
    /// Each start to its first "ready", in milliseconds.
    var starts: [Double] = []
    /// MiB.
    var idleMemory: Double?
    var finalMemory: Double?
    var peakMemory: Double?
    /// The rate while another account's feed is locked, by the rate while none is.
    var whileLocked: Double?
    /// Filters whose `count` is wrong.
    var wrongCounts: [String]?
    var sockets: SocketFigures?

    init() {}

    subscript(name: String) -> Row? { rows.first { $0.name == name } }

    init(file: String) throws {
        self = try JSONDecoder().decode(Figures.self, from: Data(contentsOf: URL(filePath: file)))
    }

    func save(to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: file))
        progress("figures in \(file)")
    }
}
