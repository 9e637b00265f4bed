import FoundationEssentials
import Notifications
import Testing

@testable import NotifyCommand

@Suite struct InboxTableTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)

    private func page(_ count: String = #""count":143"#) throws -> InboxPage {
        func item(
            _ id: Int64, _ minutes: Int64, _ severity: String, _ texts: (String, String), _ site: String, isRead: Bool
        ) -> String {
            let time = Timestamp(microseconds: now.microseconds - minutes * 60_000_000).text
            return
                #"{"id":\#(id),"notification_type":"t","severity":"\#(severity)","title":"\#(texts.0)","message":"\#(texts.1)","is_read":\#(isRead),"created_at":"\#(time)","site":\#(site)}"#
        }
        let items = [
            item(
                143, 0, "error", ("Credits Depleted", "Your credits are exhausted. Upgrade to continue."), "null",
                isRead: false),
            item(142, 5, "warning", ("Credits Running Low", "You've used 82% of your credits."), "null", isRead: true),
            item(
                99, 120, "success", ("日本語のタイトルがここに入ります", "Synced \\u001b[2J 🎉"), #"{"id":7,"name":"Trail Notes"}"#,
                isRead: false),
            item(7, 4400, "info", ("Two\\nlines", ""), #"{"id":7,"name":null}"#, isRead: true),
        ]
        let json = #"{\#(count),"next":null,"results":[\#(items.joined(separator: ","))]}"#
        return try JSONDecoder.ours.decode(InboxPage.self, from: Data(json.utf8))
    }

    private func table(_ width: Int, hasColor: Bool = false) throws -> String {
        var table = TableList(Terminal(isForPeople: true, hasColor: hasColor, width: width), now: now)
        return try table.text(of: page())
    }

    @Test func `at 40 columns`() throws {
        #expect(
            try table(40) == """
                   ID  LEVEL  WHEN   TITLE
                ● 143  error  now    Credits Depleted
                  142  warn   5 min  Credits Running Low
                ●  99  ok     2 h    日本語のタイトルが…
                    7  info   3 d    Two↵lines

                """)
    }

    @Test func `at 80 columns`() throws {
        #expect(
            try table(80) == """
                   ID  LEVEL    WHEN       TITLE                 MESSAGE             SITE
                ● 143  error    just now   Credits Depleted      Your credits are…
                  142  warning  5 min ago  Credits Running Low   You've used 82% o…
                ●  99  success  2 h ago    日本語のタイトルが…   Synced ␛[2J 🎉      Trail Notes
                    7  info     3 d ago    Two↵lines                                 site 7

                """)
    }

    @Test func `at 120 columns`() throws {
        #expect(
            try table(120) == """
                   ID  LEVEL    WHEN       TITLE                             MESSAGE                                         SITE
                ● 143  error    just now   Credits Depleted                  Your credits are exhausted. Upgrade to contin…
                  142  warning  5 min ago  Credits Running Low               You've used 82% of your credits.
                ●  99  success  2 h ago    日本語のタイトルがここに入ります  Synced ␛[2J 🎉                                  Trail Notes
                    7  info     3 d ago    Two↵lines                                                                         site 7

                """)
    }

    @Test(arguments: 20...200)
    func `no line is wider than the terminal`(width: Int) throws {
        for line in try table(width).split(separator: "\n") where width >= 32 {
            #expect(line.displayWidth <= width && !line.hasSuffix(" "))
        }
    }

    @Test func `colours mark severity and what is unread, and add no width`() throws {
        let colored = try table(80, hasColor: true)
        #expect(colored.contains("\u{1B}[31merror\u{1B}[0m"))
        #expect(colored.contains("\u{1B}[1;36m●\u{1B}[0m"))
        #expect(colored.contains("\u{1B}[1mCredits Depleted\u{1B}[0m"))
        #expect(!colored.contains("\u{1B}[1mCredits Running Low"))
        let plain = try table(80)
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    }

    @Test func `below it says how many there are`() throws {
        var list = TableList(Terminal(isForPeople: true, hasColor: false, width: 80), now: now)
        _ = try list.text(of: page())
        #expect(list.footer(unread: 7) == "4 of 143 · 7 unread")
        _ = try list.text(of: page(#""count":10000,"count_exact":false"#))
        #expect(list.footer(unread: 7) == "8 of 10000+ · 7 unread")
    }
}
