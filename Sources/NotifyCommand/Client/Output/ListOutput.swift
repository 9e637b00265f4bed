import Notifications

/// A form in which the list is shown, page by page.
protocol ListOutput {
    mutating func show(_ page: InboxPage, _ answer: Answer) throws

    /// After the last page.
    mutating func end(_ client: Client) async throws
}

/// The server's objects, one a line, in one array.
struct JSONList: ListOutput {
    private var isEmpty = true

    mutating func show(_ page: InboxPage, _ answer: Answer) throws {
        let objects = JSONSlices.elements(of: "results", in: answer.body).map { String(safeJSON: $0) }
        guard !objects.isEmpty else { return }
        try StandardOutput.write((isEmpty ? "[\n" : ",\n") + objects.joined(separator: ",\n"))
        isEmpty = false
    }

    mutating func end(_ client: Client) throws {
        try StandardOutput.write(isEmpty ? "[]\n" : "\n]\n")
    }
}

/// Fields with tabs between them, for other programs.
struct FieldList: ListOutput {
    private var hasHeader = false

    mutating func show(_ page: InboxPage, _ answer: Answer) throws {
        let header = hasHeader ? "" : TextTable.fields(InboxPage.Item.fieldNames)
        hasHeader = true
        try StandardOutput.write(header + page.results.map { TextTable.fields($0.fields) }.joined())
    }

    mutating func end(_ client: Client) {}
}

/// A table, for people. Its columns are those of the first page, so that a long list need not be held.
struct TableList: ListOutput {
    private let terminal: Terminal
    private let now: Timestamp
    private var layout: InboxLayout?
    private var shown = 0
    private var count = 0
    private var isCountExact = true

    init(_ terminal: Terminal, now: Timestamp = .now) {
        self.terminal = terminal
        self.now = now
    }

    mutating func show(_ page: InboxPage, _ answer: Answer) throws {
        try StandardOutput.write(text(of: page))
    }

    mutating func end(_ client: Client) async throws {
        guard shown > 0 else { return try StandardOutput.write("No notifications.\n") }
        let unread = try await client.unreadCount()
        try StandardOutput.write("\n" + terminal.styled(footer(unread: unread), .dim) + "\n")
    }

    /// The rows, and before the first ones the header.
    mutating func text(of page: InboxPage) -> String {
        count = max(page.count, page.results.count)
        isCountExact = page.countExact ?? true
        guard !page.results.isEmpty else { return "" }
        let rows = page.results.map { InboxRow($0, now: now) }
        let layout = layout ?? InboxLayout(rows, width: terminal.width)
        let table = TextTable(columns: layout.columns, terminal: terminal)
        let header = self.layout == nil ? table.header : ""
        self.layout = layout
        shown += rows.count
        return header + rows.map { table.line($0.cells(in: layout)) }.joined()
    }

    func footer(unread: Int) -> String {
        "\(shown) of \(max(count, shown))\(isCountExact ? "" : "+") · \(unread) unread"
    }
}
