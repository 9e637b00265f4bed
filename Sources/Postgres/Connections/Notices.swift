import CLibPQ
import Logging

/// Where a connection's NOTICE and WARNING messages go: the log, never stderr.
final class Notices: Sendable {
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Called by libpq on the connection's thread while the session, which holds the `Notices`, lives.
    static func receive(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
        guard let context, let result else { return }
        Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().log(result)
    }

    private func log(_ result: OpaquePointer) {
        let error = PostgresError(result: result)
        let severity = PQresultErrorField(result, Int32(UnicodeScalar("V").value)).map { String(cString: $0) }
        let level: Logger.Level =
            switch severity {
            case "WARNING": .warning
            case "FATAL", "PANIC", "ERROR": .notice
            default: .debug
            }
        logger.log(level: level, "\(error.message)", metadata: ["severity": "\(severity ?? "none")"])
    }
}
