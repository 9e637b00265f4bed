import FoundationEssentials
import Notifications
import Testing

/// A notification's number as a UUID.
@Suite struct IdentifierTests {
    @Test(arguments: [1, 2, 255, 256, 123_456_789, Int64(1) << 32, Int64(1) << 61, (Int64(1) << 62) - 1])
    func `a number survives as a UUID of version 8`(number: Int64) throws {
        let uuid = Identifier<Notification>(number).uuid
        #expect(Identifier<Notification>(uuid)?.rawValue == number)
        let text = Array(uuid.uuidString)
        #expect(text[14] == "8", "the version")
        #expect("89AB".contains(text[19]), "the variant")
    }

    @Test func `its letters are known`() {
        #expect(Identifier<Notification>(123).uuid.uuidString.lowercased() == "6e6f7469-6679-8000-8000-00000000007b")
    }

    @Test(arguments: [
        "0191d7b2-7a5c-7cc3-a123-0123456789ab", "6e6f7469-6679-4000-8000-00000000007b",
        "6e6f7469-6679-8001-8000-00000000007b", "6e6f7469-6679-8000-c000-00000000007b",
        "6e6f7469-6679-8000-8000-000000000000", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ])
    func `a UUID of anything else is none`(text: String) throws {
        #expect(Identifier<Notification>(try #require(UUID(uuidString: text))) == nil)
    }
}
