import HTTPTypes
import Testing

@testable import NotificationServer

@Suite struct ContentCodingTests {
    @Test(
        arguments: ContentCoding.allCases,
        ["", "a", String(repeating: "notification ", count: 50_000), "äöü\u{0}\u{FFFF}"])
    func `what is compressed is what it was`(coding: ContentCoding, text: String) async throws {
        let compressed = try #require(coding.compress(Array(text.utf8)))
        #expect(try await coding.decode(compressed) == text)
    }

    @Test(arguments: ContentCoding.allCases)
    func `what repeats becomes small`(coding: ContentCoding) throws {
        let text = String(repeating: "notification ", count: 1_000)
        #expect(try #require(coding.compress(Array(text.utf8))).count < 200)
    }

    @Test(
        arguments: [
            ("gzip", [.gzip]), ("GZIP", [.gzip]), ("x-gzip", [.gzip]), ("br", [.brotli]), ("BR", [.brotli]),
            ("gzip, deflate, br, zstd", [.brotli, .gzip]), ("br, gzip", [.brotli, .gzip]), ("*", [.brotli, .gzip]),
            ("gzip;q=0.5", [.gzip]), ("gzip ; q=1.0 , br", [.brotli, .gzip]), ("gzip;level=9;q=0.1", [.gzip]),
            ("br;q=0.8, gzip", [.gzip, .brotli]), ("br;q=0.3, gzip;q=0.300", [.brotli, .gzip]),
            ("br;q=0.2, *;q=0.3", [.gzip, .brotli]), ("br;q=1.0, gzip;q=0.8, *;q=0.1", [.brotli, .gzip]),
            ("identity;q=0.5, gzip;q=0.5", [.gzip]), ("identity;q=0.5, gzip;q=0.4, br;q=0.6", [.brotli]),
            ("br;q=0, *", [.gzip]), ("gzip;q=0, *", [.brotli]), ("gzip;q=0, br", [.brotli]),
            ("", []), ("deflate", []), ("identity", []), ("gzip;q=0", []), ("br;q=0.000", []), ("*;q=0", []),
            ("identity, gzip;q=0.5", []), ("identity, *;q=0.9", []), ("gzip;q=x", []), ("br;q=nan", []),
            ("gzip;q=-1", []), ("gzipped, brotli", []), (";q=1", []), (",,;", []),
        ] as [(String, [ContentCoding])])
    func `what they would rather have is read from what they accept`(field: String, codings: [ContentCoding]) {
        let fields: HTTPFields = [.acceptEncoding: field]
        #expect(fields.acceptedCodings == codings)
    }

    @Test func `who says nothing gets it plain`() {
        #expect(HTTPFields().acceptedCodings.isEmpty)
    }
}
