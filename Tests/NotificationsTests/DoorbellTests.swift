import Postgres
import Testing

@testable import Notifications

@Suite struct DoorbellTests {
    @Test func `a thousand rings are few notifies, and each place is said`() async throws {
        let own = try await World()
        let listener = Listener(Configuration(url: own.url), logger: World.logger)
        var payloads: [String] = []
        var rung = Set<Doorbell.Ring>()
        let doorbell = Doorbell(own.pool)
        for await event in listener.events([Doorbell.channel]) {
            if case .connected = event {
                for number in 1...1_000 as ClosedRange<Int64> { doorbell.ring(Identifier(number), reader: -5) }
                doorbell.ring(7)
            }
            guard case .notification(_, let payload) = event else { continue }
            payloads.append(payload)
            let (sender, rings) = DoorbellMessage.read(payload)
            #expect(sender.map(String.init) == doorbell.sender)
            rung.formUnion(rings)
            if rung.count == 1_001 { break }
        }
        #expect(payloads.count <= 10)
        #expect(rung.contains(Doorbell.Ring(account: 7)) && rung.contains(Doorbell.Ring(account: 1_000, reader: -5)))
    }

    @Test(arguments: ["", "x", "7/", "/7", "7/8/9", "a:", ":", "1:x y", "99999999999999999999", "1f:7/x"])
    func `a message that nobody of ours has sent says nothing`(payload: String) {
        #expect(DoorbellMessage.read(payload).rings == [])
    }
}
