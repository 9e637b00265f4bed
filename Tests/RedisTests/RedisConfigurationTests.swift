import Testing

@testable import Redis

struct RedisConfigurationTests {
    @Test(arguments: [
        ("redis://localhost", "redis://localhost:6379/0", []),
        ("REDIS://Host-1.example:1/", "redis://Host-1.example:1/0", []),
        ("rediss://10.0.0.1:65535/15", "rediss://10.0.0.1:65535/15", [["SELECT", "15"]]),
        ("redis://[::1]:6380/2", "redis://[::1]:6380/2", [["SELECT", "2"]]),
        ("redis://[fe80::1]", "redis://[fe80::1]:6379/0", []),
        ("redis://:secret@host", "redis://host:6379/0", [["AUTH", "secret"]]),
        ("redis://:@host", "redis://host:6379/0", []),
        ("redis://@host", "redis://host:6379/0", []),
        (
            "redis://anna:p%C3%A4%3A%2F%40%25@host/1", "redis://host:6379/1",
            [["AUTH", "anna", "pä:/@%"], ["SELECT", "1"]]
        ),
        ("redis://anna:a:b@c@host", "redis://host:6379/0", [["AUTH", "anna", "a:b@c"]]),
        ("redis://anna@host", "redis://host:6379/0", [["AUTH", "anna", ""]]),
        ("redis://:%00%0D%0A@host", "redis://host:6379/0", [["AUTH", "\u{0}\r\n"]]),
    ])
    func `A URL says where Redis is and what it is greeted with`(url: String, place: String, greeting: [[String]])
        throws
    {
        let configuration = try RedisConfiguration(url: url)
        #expect(configuration.description == place)
        #expect(configuration.greeting == greeting)
    }

    @Test(arguments: [
        "", "sesame", "sesame:6379", "http://sesame", "redis:sesame", "redis://", "redis:///1", "redis://:6379",
        "redis://u:sesame@", "redis://:sesame%@h", "redis://:sesame%4@h", "redis://:sesame%zz@h",
        "redis://:sesame%FF@h",
        "redis://sesame:0", "redis://sesame:65536", "redis://sesame:", "redis://sesame:-1", "redis://sesame:1x",
        "redis://sesame:+1", "redis://sesame:99999999999999999999", "redis://sesame/x", "redis://sesame/-1",
        "redis://sesame/1/", "redis://sesame/+1", "redis://sesame/99999999999", "redis://sesame?db=1",
        "redis://sesame#1",
        "redis://sesame host", "redis://sesame\n", "redis://:ses/ame@h", "redis://[::1", "redis://[sesame]",
        "redis://[127.0.0.1]", "redis://[::1]sesame", "redis://[::1]6379", "redis://::1", "redis://s\u{e9}same",
        " redis://sesame", "redis://sesame;x",
    ])
    func `A URL that is not understood is refused without quoting it`(url: String) {
        let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
        #expect(error?.code == .invalidURL)
        #expect(error?.message.contains("sesame") == false)
    }

    @Test func `Nothing that is printed shows the password`() throws {
        let configuration = try RedisConfiguration(
            url: "redis://anna:sesame@host/1", certificateAuthorityFile: "/ca.pem")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("sesame") && !text.contains("anna"))
        }
    }

    @Test(arguments: [
        ("WRONGPASS invalid username-password pair or user is disabled.", "WRONGPASS"),
        ("ERR unknown command 'AUTH', with args beginning with: 'sesame' ", "ERR"), ("sesame?", "ERR"),
        ("ERR unknown command `AUTH`, with args beginning with: `ses", "ERR"),
    ])
    func `A refused greeting does not show the password either`(reply: String, prefix: String) throws {
        let error = try RedisConfiguration(url: "redis://:sesame@host").refusal(reply)
        #expect(error.code == .refused)
        #expect(error.prefix == prefix)
        #expect(!error.message.contains("ses"))
    }

    @Test(arguments: [
        (RedisError(.refused, "NOGROUP No such key"), "NOGROUP"), (RedisError(.refused, "LOADING"), "LOADING"),
        (RedisError(.refused, "no such thing"), ""), (RedisError(.refused, ""), ""), (RedisError(.closed, "A B"), ""),
    ])
    func `The prefix is the first word of an error reply`(error: RedisError, prefix: String) {
        #expect(error.prefix == prefix)
    }

    @Test func `Pauses between attempts grow from a tenth of a second to ten`() {
        var backOff = BackOff()
        let pauses = (0..<12).map { _ in backOff.next() }
        #expect((.milliseconds(50) ... .milliseconds(100)).contains(pauses[0]))
        #expect((.milliseconds(100) ... .milliseconds(200)).contains(pauses[1]))
        #expect(pauses.suffix(4).allSatisfy { (.seconds(5) ... .seconds(10)).contains($0) })
    }
}
