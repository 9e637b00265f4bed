import CLibPQ

extension PostgresError {
    /// What a failed result says. <https://www.postgresql.org/docs/15/libpq-exec.html#LIBPQ-PQRESULTERRORFIELD>
    init(result: OpaquePointer) {
        func field(_ code: UnicodeScalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        if let state = field("C") {
            self.init(.server(SQLState(rawValue: state)), field("M") ?? "PostgreSQL reported an error")
        } else {
            // libpq's own words, without a state: the connection broke.
            self.init(.unreachable, firstLine(PQresultErrorMessage(result)))
        }
        detail = field("D")
        hint = field("H")
        schema = field("s")
        table = field("t")
        column = field("c")
        constraint = field("n")
        routine = field("R")
    }

    /// Whether the server ends the connection with this.
    static func isFatal(_ result: OpaquePointer) -> Bool {
        // Poolers know only the severity that a server may translate.
        let severity = ["V", "S"].lazy.compactMap { (code: UnicodeScalar) in
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }.first
        return severity == "FATAL" || severity == "PANIC"
    }
}

/// libpq's messages end in a line break and may go on with hints on further lines.
func firstLine(_ message: UnsafePointer<CChar>?) -> String {
    let text = message.map { String(cString: $0) } ?? ""
    return text.split(separator: "\n").first.map(String.init) ?? "the connection was lost"
}
