extension String {
    /// In one line and harmless to a terminal: controls (C0, DEL, C1) and what turns the direction of writing are
    /// replaced by visible signs, ends of lines by `↵`.
    init(safe text: some StringProtocol) {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            // Both ends of "\r\n" are one.
            if scalar != "\n" || previous != "\r" { scalars.append(scalar.isDangerous ? scalar.sign : scalar) }
            previous = scalar
        }
        self.init(scalars)
    }

    /// JSON text of the same value that is harmless to a terminal: what is dangerous is written as `\u` and four digits.
    init(safeJSON text: some StringProtocol) {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            // Ends of lines and tabs may stand between JSON's tokens.
            guard scalar.isDangerous, scalar != "\n", scalar != "\r", scalar != "\t" else {
                safe.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            safe.append(contentsOf: "\\u".unicodeScalars)
            safe.append(contentsOf: String(repeating: "0", count: Swift.max(4 - digits.count, 0)).unicodeScalars)
            safe.append(contentsOf: digits.unicodeScalars)
        }
        self.init(safe)
    }
}

extension Unicode.Scalar {
    fileprivate var isDangerous: Bool {
        switch value {
        case ..<0x20, 0x7F...0x9F: true
        case 0x2028...0x202E, 0x2066...0x2069: true  // separators of lines, embeddings, overrides, isolates
        default: false
        }
    }

    /// What is shown in its place.
    fileprivate var sign: Unicode.Scalar {
        switch value {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: "↵"
        case ..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
        case 0x7F: "␡"
        default: "\u{FFFD}"
        }
    }
}
