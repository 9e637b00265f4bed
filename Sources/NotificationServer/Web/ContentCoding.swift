import HTTPTypes

/// How the bytes of an answer may be compressed, by the names that HTTP has for it (RFC 9110, section 8.4.1); the better
/// first.
enum ContentCoding: String, CaseIterable {
    case brotli = "br"
    case gzip

    /// nil when there is no memory for it.
    func compress(_ bytes: [UInt8]) -> [UInt8]? {
        switch self {
        case .brotli: Brotli.compress(bytes)
        case .gzip: Gzip.compress(bytes)
        }
    }
}

extension HTTPFields {
    /// The codings in which an answer is welcome rather than as it is, the most welcome first (RFC 9110, section 12.5.3).
    var acceptedCodings: [ContentCoding] {
        var weights: [String: Double] = [:]
        for element in list(.acceptEncoding) {
            let parts = element.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let coding = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            weights[coding == "x-gzip" ? "gzip" : coding] = weight
        }
        func weight(_ coding: ContentCoding) -> Double { weights[coding.rawValue] ?? weights["*"] ?? 0 }
        let plain = weights["identity"] ?? 0
        // Sorting keeps the order of what weighs the same.
        return ContentCoding.allCases.filter { weight($0) > 0 && weight($0) >= plain }
            .sorted { weight($0) > weight($1) }
    }
}
