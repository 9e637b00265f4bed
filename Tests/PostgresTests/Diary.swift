import Postgres
import Synchronization
import Testing

/// What became of the statements of a test that goes on for a while.
final class Diary: Sendable {
    private struct Entries {
        var acknowledged: Set<Int> = []
        var refused: Set<Int> = []
        var failedReads: [String] = []
        var isClosed = false
    }

    private let entries = Mutex(Entries())

    var acknowledged: Set<Int> { entries.withLock { $0.acknowledged } }
    var refused: Set<Int> { entries.withLock { $0.refused } }
    var failedReads: [String] { entries.withLock { $0.failedReads } }

    func close() {
        entries.withLock { $0.isClosed = true }
    }

    /// A test that failed has cancelled its writers and readers.
    private var isOver: Bool { Task.isCancelled || entries.withLock { $0.isClosed } }

    func keepWriting(to pool: Pool, from first: Int, step: Int) async {
        var number = first
        while !isOver {
            let thing = number
            do throws(PostgresError) {
                _ = try await pool.write("insert into things values (\(thing))")
                entries.withLock { _ = $0.acknowledged.insert(thing) }
            } catch {
                #expect(error.code == .outcomeUnknown || error.code == .unreachable, "\(error)")
                if error.code != .outcomeUnknown { entries.withLock { _ = $0.refused.insert(thing) } }
            }
            number += step
        }
    }

    func keepReading(from pool: Pool) async {
        while !isOver {
            do throws(PostgresError) {
                _ = try await pool.read("select count(*) from things")
            } catch {
                entries.withLock { $0.failedReads.append("\(error.code) \(error)") }
            }
        }
    }
}
