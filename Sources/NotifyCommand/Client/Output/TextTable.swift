/// Columns of text at a terminal, cut or filled by display width.
struct TextTable {
    struct Column: Hashable {
        var title: String
        var width: Int
        /// The blanks after it.
        var gap = 2
        var isRightAligned = false

        /// One for which there is no room.
        static let none = Column(title: "", width: 0, gap: 0)
    }

    struct Cell: Hashable {
        var text: String
        var style: Style

        init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    let columns: [Column]
    let terminal: Terminal

    /// The titles of the columns.
    var header: String {
        line(columns.map { Cell($0.title, .dim) })
    }

    /// One row, ended with a line feed, with no blanks before it.
    func line(_ cells: [Cell]) -> String {
        var (line, blanks) = ("", "")
        for (column, cell) in zip(columns, cells) {
            let text = cell.text.cut(toWidth: column.width)
            let filling = String(repeating: " ", count: max(column.width - text.displayWidth, 0))
            if column.isRightAligned { blanks += filling }
            // Blanks only before what is seen, so that no line ends with them and none is coloured.
            if !text.isEmpty {
                line += blanks + terminal.styled(text, cell.style)
                blanks = ""
            }
            if !column.isRightAligned { blanks += filling }
            blanks += String(repeating: " ", count: column.gap)
        }
        return line + "\n"
    }

    /// One row of fields for programs: tabs between them, nothing cut.
    static func fields(_ fields: [String]) -> String {
        fields.joined(separator: "\t") + "\n"
    }
}
