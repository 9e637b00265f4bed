/// How wide each column of the inbox is in a terminal; nil: there is no room for it.
struct InboxLayout: Hashable {
    var id: Int
    var severity: Int
    var time: Int
    var title: Int
    var message: Int?
    var site: Int?
    /// Whether times are written short.
    var hasShortTimes: Bool
    /// Whether severities are.
    var hasShortSeverities: Bool

    private static let gap = 2
    private static let mark = 2
    private static let smallestMessage = 16
    private static let smallestTitle = 20
    private static let smallestSite = 12

    /// What the rows need, within the terminal's width. What gives way, in this order: the ends of messages, of sites'
    /// names and of titles; the words of times; the column of messages; the words of severities; the column of sites.
    init(_ rows: [InboxRow], width: Int) {
        func widest(_ texts: [String], least: Int) -> Int {
            texts.map(\.displayWidth).max().map { max($0, least) } ?? least
        }
        let (hasShortTimes, hasShortSeverities) = (width < 80, width < 60)
        self.hasShortTimes = hasShortTimes
        self.hasShortSeverities = hasShortSeverities
        id = widest(rows.map { String($0.id) }, least: 2)
        severity = widest(rows.map { $0.severity(isShort: hasShortSeverities) }, least: 5)
        time = widest(rows.map { $0.time(isShort: hasShortTimes) }, least: 4)
        title = widest(rows.map(\.title), least: 5)
        let sites = rows.map(\.site)
        let wantedSite = sites.allSatisfy(\.isEmpty) ? 0 : widest(sites, least: 4)
        let wantedMessage = widest(rows.map(\.message), least: 7)

        let room = width - Self.mark - (id + Self.gap) - (severity + Self.gap) - (time + Self.gap)
        if wantedSite > 0, room >= Self.smallestTitle + Self.gap + Self.smallestSite {
            site = min(wantedSite, max(room / 5, Self.smallestSite))
        }
        let shared = room - (site.map { $0 + Self.gap } ?? 0)
        if title + Self.gap + wantedMessage <= shared {
            message = wantedMessage
        } else if shared - Self.gap >= Self.smallestTitle + Self.smallestMessage {
            title = min(title, max(shared * 2 / 5, Self.smallestTitle))
            message = min(wantedMessage, shared - Self.gap - title)
        }
        title = max(min(title, message == nil ? shared : title), 1)
    }

    var columns: [TextTable.Column] {
        [
            .init(title: "", width: 1, gap: 1), .init(title: "ID", width: id, isRightAligned: true),
            .init(title: "LEVEL", width: severity), .init(title: "WHEN", width: time),
            .init(title: "TITLE", width: title),
        ]
            + (message.map { [.init(title: "MESSAGE", width: $0)] } ?? [])
            + (site.map { [.init(title: "SITE", width: $0)] } ?? [])
    }
}
