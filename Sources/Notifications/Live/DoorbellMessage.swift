/// What is said with `NOTIFY`: `1f3a:7 9/5`, by process 1f3a, that account 7 has changed, and in account 9 the reader 5.
/// Of whoever names no process it is `7 9/5`.
enum DoorbellMessage {
    /// PostgreSQL takes up to 7,999 bytes.
    private static let limit = 7_900

    static func payloads(_ rings: Set<Doorbell.Ring>, from sender: String) -> [String] {
        var payloads: [String] = []
        var payload = ""
        for ring in rings {
            let item = ring.reader.map { "\(ring.account)/\($0)" } ?? "\(ring.account)"
            if payload.utf8.count + item.utf8.count >= limit {
                payloads.append(payload)
                payload = ""
            }
            payload += payload.isEmpty ? "\(sender):\(item)" : " \(item)"
        }
        return payload.isEmpty ? payloads : payloads + [payload]
    }

    /// What cannot be read is left out.
    static func read(_ payload: String) -> (sender: Substring?, rings: [Doorbell.Ring]) {
        let parts = payload.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let rings = (parts.last ?? "").split(separator: " ").compactMap { item -> Doorbell.Ring? in
            let numbers = item.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) }
            guard (1...2).contains(numbers.count), let account = numbers[0] else { return nil }
            guard numbers.count == 2 else { return Doorbell.Ring(account: Identifier(account)) }
            return numbers[1].map { Doorbell.Ring(account: Identifier(account), reader: Identifier($0)) }
        }
        return (parts.count == 2 ? parts[0] : nil, rings)
    }
}
