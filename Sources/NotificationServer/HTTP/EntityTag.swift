/// Tells one answer from another (RFC 9110, section 8.8.3).
struct EntityTag: Hashable, Sendable {
    let opaque: String

    /// As `ETag` has it for what is read: two answers with the same tag mean the same, but the earlier may lack what came
    /// while it was read.
    var field: String { "W/\(strongField)" }

    /// The same for answers that are the same byte for byte.
    var strongField: String { "\"\(opaque)\"" }
}

/// What a caller has already, as `If-None-Match` says (RFC 9110, section 13.1.2).
enum KnownAnswers: Hashable, Sendable {
    /// `*`: whatever there is.
    case any
    case tags([EntityTag])

    /// nil when the field is not well-formed: then it is as if there were none.
    init?(_ field: String) {
        var rest = Substring(field).utf8
        if Self.next(&rest) == UInt8(ascii: "*") {
            rest.removeFirst()
            guard Self.next(&rest) == nil else { return nil }
            self = .any
            return
        }
        var tags: [EntityTag] = []
        while let byte = Self.next(&rest) {
            if byte == UInt8(ascii: ",") {
                rest.removeFirst()
                continue
            }
            guard let tag = EntityTag(takenFrom: &rest) else { return nil }
            tags.append(tag)
            guard let after = Self.next(&rest) else { break }
            guard after == UInt8(ascii: ",") else { return nil }
        }
        self = .tags(tags)
    }

    /// By weak comparison (section 8.8.3.2).
    func contain(_ tag: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains(tag)
        }
    }

    /// The first byte after blanks, which are taken away.
    private static func next(_ rest: inout Substring.UTF8View) -> UInt8? {
        while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { rest.removeFirst() }
        return rest.first
    }
}

extension EntityTag {
    fileprivate init?(takenFrom rest: inout Substring.UTF8View) {
        let (quote, weak) = (UInt8(ascii: "\""), "W/\"".utf8)
        if rest.starts(with: weak) { rest.removeFirst(2) }
        guard rest.first == quote, let end = rest.dropFirst().firstIndex(of: quote) else { return nil }
        opaque = String(Substring(rest[..<end].dropFirst()))
        rest = rest[rest.index(after: end)...]
    }
}
