import Postgres
import TestDatabase
import Testing

@Suite(.timeLimit(.minutes(5))) struct ListenerTests {
    private func make() async throws -> (Listener, Pool) {
        var configuration = Configuration(url: try await TestDatabase.shared.makeDatabase())
        let pool = Pool(configuration, logger: silent)
        configuration.applicationName = "ear"
        return (Listener(configuration, logger: silent), pool)
    }

    @Test func `notifications arrive in order, on the channels asked for`() async throws {
        let (listener, pool) = try await make()
        var events = listener.events(["one", "Two \"quoted\""]).makeAsyncIterator()
        #expect(await events.next() == .connected)
        _ = try await pool.write([
            "select pg_notify('one', 'a')", "select pg_notify('three', 'b')", "select pg_notify('Two \"quoted\"', 'ç')",
        ])
        #expect(await events.next() == .notification(channel: "one", payload: "a"))
        #expect(await events.next() == .notification(channel: "Two \"quoted\"", payload: "ç"))
    }

    @Test func `a listener comes back after a loss and says so`() async throws {
        let (listener, pool) = try await make()
        var events = listener.events(["one"]).makeAsyncIterator()
        for payload in ["a", "b", "c"] {
            #expect(await events.next() == .connected)
            _ = try await pool.write("select pg_notify('one', \(payload))")
            #expect(await events.next() == .notification(channel: "one", payload: payload))
            _ = try await pool.read(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name = 'ear'
                """)
        }
    }

    @Test func `a listener ends when its consumer goes away`() async throws {
        let (listener, pool) = try await make()
        let consumer = Task { for await _ in listener.events(["one"]) {} }
        let count: SQL = """
            select count(*) from pg_stat_activity where application_name = 'ear' and datname = current_database()
            """
        try await eventually { try await pool.value(count) == 1 }
        consumer.cancel()
        try await eventually { try await pool.value(count) == 0 }
    }

    @Test func `a consumer too slow to hear all is told to catch up`() async throws {
        let (listener, pool) = try await make()
        let stream = listener.events(["one"])
        var events = stream.makeAsyncIterator()
        #expect(await events.next() == .connected)
        _ = try await pool.write("select pg_notify('one', n::text) from generate_series(1, 5000) n")
        var last = ""
        var isTold = false
        while last != "5000" || !isTold {
            switch await events.next() {
            case .connected: isTold = true
            case .notification(_, let payload): last = payload
            case nil: Issue.record("the stream ended")
            }
            // Heard all of them after all: then there is nothing to be told.
            if last == "5000" { break }
        }
        _ = try await pool.write("select pg_notify('one', 'still there')")
        while let event = await events.next(), event != .notification(channel: "one", payload: "still there") {}
    }
}
