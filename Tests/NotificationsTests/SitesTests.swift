import Notifications
import Testing

@Suite struct SitesTests {
    @Test func `a member is shown the sites of their account, by name`() async throws {
        let world = try await World.shared.value
        let (account, other) = (world.newAccount(), world.newAccount())
        let viewer = try await world.member(1, of: account)
        #expect(try await world.inbox.sites(for: viewer).isEmpty)
        for (id, name) in [(5, "Journal"), (6, "Blog"), (4, "Blog")] as [(Identifier<Site>, String)] {
            try await world.directory.put(site: id, in: account, name: name)
            try await world.directory.put(site: id, in: other, name: "Theirs")
        }
        let sites = try await world.inbox.sites(for: viewer)
        #expect(sites.map(\.id) == [4, 6, 5] && sites.map(\.name) == ["Blog", "Blog", "Journal"])
        #expect(sites.allSatisfy { $0.account == account })
    }
}
