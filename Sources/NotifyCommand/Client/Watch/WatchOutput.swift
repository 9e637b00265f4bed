import Notifications

/// A form in which notifications are shown as they come.
protocol WatchOutput {
    /// Before the first.
    func begin(unread: Int) throws

    /// - Parameter json: the object as the server sent it.
    func show(_ item: InboxPage.Item, json: String) throws
}

/// The server's objects, one a line (jsonlines.org).
struct JSONLines: WatchOutput {
    func begin(unread: Int) {}

    func show(_ item: InboxPage.Item, json: String) throws {
        // Outside of strings only ends of lines are left as they are.
        let line = String(safeJSON: json).split(whereSeparator: \.isNewline).joined(separator: " ")
        try StandardOutput.write(line + "\n")
    }
}

/// Fields with tabs between them, as the list has them.
struct WatchFields: WatchOutput {
    func begin(unread: Int) throws {
        try StandardOutput.write(TextTable.fields(InboxPage.Item.fieldNames))
    }

    func show(_ item: InboxPage.Item, json: String) throws {
        try StandardOutput.write(TextTable.fields(item.fields))
    }
}

/// A line each, and a second one for the message, for people.
struct WatchLines: WatchOutput {
    let choice: ColorChoice

    func begin(unread: Int) throws {
        let terminal = Terminal(choice)
        let sentence = "\(unread) unread. Waiting for new notifications; Ctrl-C ends it."
        try StandardOutput.write(terminal.styled(sentence, .dim) + "\n")
    }

    func show(_ item: InboxPage.Item, json: String) throws {
        // The window may have another width by now.
        let terminal = Terminal(choice)
        let row = InboxRow(item, now: .now)
        try StandardOutput.write(row.lines(at: ClockTime(item.createdAt.timestamp, now: .now), terminal))
    }
}

extension InboxRow {
    private static let smallestText = 16

    /// The row as it is shown alone: what gives way are the ends of the message, of the title and of the site's name; the
    /// link is whole, so that it can be followed.
    func lines(at time: ClockTime, _ terminal: Terminal) -> String {
        let isShort = terminal.width < 60
        let severity = severity(isShort: isShort)
        let gap = String(repeating: " ", count: max((isShort ? 5 : 7) - severity.displayWidth, 0) + 2)
        let number = String(id)
        let start = [
            terminal.styled(time.text, .dim) + "  ", terminal.styled(severity, .severity(self.severity)) + gap,
            terminal.styled(number, .dim) + "  ",
        ]
        let indent = time.text.displayWidth + severity.displayWidth + gap.displayWidth + number.displayWidth + 4
        let ending = link.isEmpty ? "" : "  " + terminal.styled(link, .cyan)
        let room = max(terminal.width - indent - (message.isEmpty ? link.displayWidth + 2 : 0), Self.smallestText)
        let site = site.cut(toWidth: max(room / 3, Self.smallestText))
        let isThereRoom = !site.isEmpty && room >= 2 * Self.smallestText
        let title = title.cut(toWidth: isThereRoom ? room - site.displayWidth - 3 : room)
        var text = start.joined() + terminal.styled(title, isRead ? .plain : .bold)
        if isThereRoom { text += terminal.styled(" · " + site, .dim) }
        guard !message.isEmpty else { return text + ending + "\n" }
        let width = max(terminal.width - indent - (link.isEmpty ? 0 : link.displayWidth + 2), Self.smallestText)
        return text + "\n" + String(repeating: " ", count: indent) + message.cut(toWidth: width) + ending + "\n"
    }
}
