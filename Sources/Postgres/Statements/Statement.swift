import Glibc

/// SQL as it is sent: its text written out and its binds numbered.
struct Statement: Sendable {
    let text: String
    let binds: [Bind]
    let isPrepared: Bool
    /// By which it is found among those that a connection has prepared.
    let key: PreparedStatements.Key

    init(_ sql: SQL) {
        var text = ""
        var length = 0
        for piece in sql.pieces {
            if case .text(let part) = piece { length += part.utf8.count } else { length += 4 }
        }
        text.reserveCapacity(length)
        var binds: [Bind] = []
        binds.reserveCapacity(sql.pieces.count / 2)
        // Few, so that to look through them is quicker than to hash.
        var numbers: [(name: String, number: Int)] = []
        for piece in sql.pieces {
            switch piece {
            case .text(let part):
                text += part
            case .bind(let bind):
                binds.append(bind)
                text += "$\(binds.count)"
            case .parameter(let name, let bind):
                if let known = numbers.first(where: { $0.name == name }), binds[known.number - 1] == bind {
                    text += "$\(known.number)"
                } else {
                    binds.append(bind)
                    numbers.append((name, binds.count))
                    text += "$\(binds.count)"
                }
            }
        }
        self.text = text
        self.binds = binds
        isPrepared = sql.isPrepared
        key = PreparedStatements.Key(text: text, types: binds.map(\.type))
    }

    /// What libpq would cut or refuse half-way.
    func check() throws(PostgresError) {
        guard binds.count <= 65_535 else {
            throw PostgresError(.refused, "\(binds.count) binds are more than the 65,535 that a statement can have")
        }
        var text = text
        let hasNUL = text.withUTF8 { utf8 in utf8.baseAddress.map { memchr($0, 0, utf8.count) != nil } ?? false }
        guard !hasNUL else {
            throw PostgresError(.refused, "the statement's text contains U+0000")
        }
    }
}
