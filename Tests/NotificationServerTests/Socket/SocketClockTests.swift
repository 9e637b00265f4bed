import FoundationEssentials
import NIOCore
import Testing

@testable import NotificationServer

/// What a socket has to do, and when.
@Suite struct SocketClockTests {
    static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    static let limits = SocketLimits()
    static let date = Date(timeIntervalSince1970: 1_800_000_000)

    static func clock(lifetime: TimeInterval = 3600) -> SocketClock {
        SocketClock(expiresAt: date + lifetime, at: start)
    }

    static func duty(_ clock: SocketClock, after seconds: Int64) -> String {
        switch clock.duty(at: start + .seconds(seconds), date + TimeInterval(seconds), limits) {
        case .ping: "ping"
        case .close(let close): "\(close.code)"
        case .abort: "abort"
        case nil: ""
        }
    }

    static func next(_ clock: SocketClock, after seconds: Int64) -> Int64 {
        let deadline = clock.next(after: start + .seconds(seconds), date + TimeInterval(seconds), limits)
        return (deadline - start).nanoseconds / 1_000_000_000
    }

    @Test func `a silent peer is asked for a sign, then given up`() {
        var clock = Self.clock()
        #expect(Self.next(clock, after: 0) == 25)
        #expect(Self.duty(clock, after: 24) == "" && Self.duty(clock, after: 25) == "ping")
        clock.ping(at: Self.start + .seconds(25))
        #expect(Self.duty(clock, after: 49) == "" && Self.next(clock, after: 25) == 50)
        #expect(Self.duty(clock, after: 50) == "ping")
        clock.ping(at: Self.start + .seconds(50))
        #expect(Self.next(clock, after: 50) == 60)
        #expect(Self.duty(clock, after: 59) == "" && Self.duty(clock, after: 60) == "4408")
    }

    @Test func `a sign is good for as long again`() {
        var clock = Self.clock()
        clock.ping(at: Self.start + .seconds(25))
        clock.hear(at: Self.start + .seconds(26))
        #expect(Self.next(clock, after: 26) == 51)
        #expect(Self.duty(clock, after: 50) == "" && Self.duty(clock, after: 51) == "ping")
        #expect(Self.duty(clock, after: 85) == "ping" && Self.duty(clock, after: 86) == "4408")
    }

    @Test func `a token is good until it expires, however the clock on the wall is set`() {
        let clock = Self.clock(lifetime: 10)
        #expect(Self.next(clock, after: 0) == 10)
        #expect(Self.duty(clock, after: 9) == "" && Self.duty(clock, after: 10) == "4401")
        let earlier = Self.date - 100
        #expect(clock.duty(at: Self.start + .seconds(20), earlier, Self.limits) == nil)
        #expect(clock.next(after: Self.start, earlier, Self.limits) == Self.start + .seconds(25))
        let longAgo = Date(timeIntervalSince1970: 0)
        #expect(clock.next(after: Self.start, longAgo, Self.limits) == Self.start + .seconds(25))
        let forever = SocketClock(expiresAt: Date(timeIntervalSince1970: 253_402_300_799))
        #expect(forever.next(after: .now(), longAgo, Self.limits) > .now())
    }

    @Test func `a full buffer has so long to drain, from when it was full`() {
        var clock = Self.clock()
        clock.fill(true, at: Self.start + .seconds(1))
        clock.fill(true, at: Self.start + .seconds(20))
        clock.hear(at: Self.start + .seconds(20))
        #expect(Self.next(clock, after: 20) == 31)
        #expect(Self.duty(clock, after: 30) == "" && Self.duty(clock, after: 31) == "1013")
        clock.fill(false)
        #expect(Self.duty(clock, after: 31) == "")
    }

    @Test func `whoever has been told goodbye has three seconds, whatever else is due`() {
        var clock = Self.clock(lifetime: 2)
        clock.close(at: Self.start + .seconds(1))
        #expect(Self.next(clock, after: 1) == 4)
        #expect(Self.duty(clock, after: 3) == "" && Self.duty(clock, after: 4) == "abort")
    }
}

extension SocketClock.Duty: Equatable {
    public static func == (left: Self, right: Self) -> Bool { "\(left)" == "\(right)" }
}
