import Notifications

/// The parameters of a query string, read by name. A route declares what it knows by reading it; what is left over is
/// refused by `finish`. Every getter takes an empty value for no value, and collects its error instead of throwing it.
///
/// Use it through `Call.query`, which calls `finish`.
struct Query {
    private static let limit = 100

    private let parameters: [(name: String, value: String)]
    private var known: [String] = []
    private var errors = FieldErrors()

    /// Reads the query of a request target. `+` is a blank (WHATWG URL, form-urlencoded); escapes must be valid UTF-8,
    /// without NUL.
    init(target: String) throws(NotificationError) {
        let target = target.prefix { $0 != "#" }
        let query = target.utf8.firstIndex(of: UInt8(ascii: "?")).map { Substring(target.utf8[$0...].dropFirst()) }
        try self.init(pairs: query?.utf8 ?? ""[...].utf8)
    }

    /// Reads the fields of a form, which are written alike.
    init(form: String) throws(NotificationError) {
        try self.init(pairs: form[...].utf8)
    }

    private init(pairs: Substring.UTF8View) throws(NotificationError) {
        let pairs = pairs.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= Self.limit else {
            throw NotificationError(.invalid, "There may be at most \(Self.limit) parameters.")
        }
        var parameters: [(name: String, value: String)] = []
        for pair in pairs {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = pair[..<equals].formDecoded else {
                throw NotificationError(.invalid, "The name of a parameter is not valid percent-encoded UTF-8.")
            }
            guard let value = pair[equals...].dropFirst().formDecoded else {
                throw NotificationError.invalid(name, "must be percent-encoded UTF-8 without the character NUL")
            }
            parameters.append((name, value))
        }
        self.parameters = parameters
    }

    /// Whether the parameter is there at all, even when it is empty.
    mutating func isPresent(_ name: String) -> Bool {
        declare(name)
        return parameters.contains { $0.name == name }
    }

    /// Every value of a parameter that may be repeated, in order, empty ones left out.
    mutating func values(_ name: String) -> [String] {
        declare(name)
        return parameters.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    /// The value of a parameter that may be given once. Nil when it is missing or empty.
    mutating func value(_ name: String) -> String? {
        let values = values(name)
        guard values.count <= 1 else {
            refuse(name, "must be given once")
            return nil
        }
        return values.first
    }

    /// An error of the route's own.
    mutating func refuse(_ name: String, _ message: String) {
        errors.refuse(name, message)
    }

    /// Throws what the getters have found, and each parameter that none has asked for.
    mutating func finish() throws(NotificationError) {
        var reported: Set<String> = []
        for (name, _) in parameters where !known.contains(name) && reported.insert(name).inserted {
            let valid = known.isEmpty ? "there are none here" : "valid ones are \(known.joined(separator: ", "))"
            errors.refuse(String(name.unicodeScalars.prefix(100)), "is not a known parameter; \(valid)")
        }
        try errors.finish()
    }

    private mutating func declare(_ name: String) {
        if !known.contains(name) { known.append(name) }
    }
}

extension Substring.UTF8View {
    /// The text that this form-urlencoded piece stands for, or nil when it is none.
    var formDecoded: String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var iterator = makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next()?.hexadecimalValue, let low = iterator.next()?.hexadecimalValue,
                    high | low != 0
                else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case 0: return nil
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
