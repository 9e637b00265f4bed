extension PreferenceList {
    /// A table with a line above each category.
    func table(_ terminal: Terminal) -> String {
        guard !results.isEmpty else { return "No preferences.\n" }
        let rows = byCategory.map { group in
            (title: String(safe: group.category), items: group.items.map { $0.cells })
        }
        let cells = rows.flatMap(\.items)
        func widest(_ index: Int, _ title: String) -> Int {
            cells.map { $0[index].text.displayWidth }.reduce(title.displayWidth, max)
        }
        let type = widest(0, "TYPE")
        let (isNarrow, isShort) = (terminal.width < 60, terminal.width < 90)
        let state = isShort ? 3 : 7
        // The gaps between the columns, and those of fixed width.
        let rest = terminal.width - type - state - (isNarrow ? 12 : 29)
        let table = TextTable(
            columns: [
                .init(title: "  TYPE", width: type + 2),
                rest < 8 ? .none : .init(title: "LABEL", width: min(widest(1, "LABEL"), rest)),
                .init(title: isShort ? "ON" : "ENABLED", width: state), .init(title: "PUSH", width: 4),
                isNarrow ? .none : .init(title: "LOCKED", width: 6),
                isNarrow ? .none : .init(title: "DEFAULT", width: 7),
            ], terminal: terminal)
        return table.header
            + rows.map { group in
                terminal.styled(group.title, .bold) + "\n"
                    + group.items.map { row in
                        table.line([.init("  " + row[0].text, row[0].style)] + row.dropFirst())
                    }.joined()
            }.joined()
    }

    /// Fields with tabs between them, after a line with their names.
    var fields: String {
        let names = ["notification_type", "label", "category", "enabled", "push", "is_locked", "is_default"]
        return TextTable.fields(names)
            + results.map { item in
                TextTable.fields(
                    [
                        item.notificationType, item.label, item.category ?? "", String(item.enabled), String(item.push),
                        String(item.isLocked), String(item.isDefault),
                    ].map { String(safe: $0) })
            }.joined()
    }
}

extension PreferenceList.Item {
    fileprivate var cells: [TextTable.Cell] {
        [
            .init(String(safe: notificationType)), .init(String(safe: label), .dim),
            .init(enabled ? "on" : "off", enabled ? .green : .red), .init(push ? "on" : "off", push ? .green : .red),
            .init(isLocked ? "locked" : "", .yellow),
            .init(isDefault ? "default" : "changed", isDefault ? .dim : .cyan),
        ]
    }

    /// What holds now.
    var sentence: String {
        let state = "enabled \(enabled ? "on" : "off"), push \(push ? "on" : "off")"
        return String(safe: "\(label) (\(notificationType)): \(state)\(isDefault ? ", as by default" : "").")
    }
}
