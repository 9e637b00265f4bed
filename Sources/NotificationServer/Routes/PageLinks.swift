import Notifications

/// The addresses of the pages beside this one: the request's own, with another page.
struct PageLinks {
    var next: String?
    var previous: String?

    init(_ call: Call, _ position: Position, _ page: Listing) {
        let address = PageAddress(call)
        var (newest, oldest) = (page.rows.first?.id, page.rows.last?.id)
        switch position {
        case .page(let number):
            next = page.hasOlder ? address.with("page=\(number + 1)") : nil
            previous = number > 2 ? address.with("page=\(number - 1)") : number == 2 ? address.with(nil) : nil
            return
        // Beyond the end the way back begins where the cursor is.
        case .before(let bound): newest = newest ?? bound.map { Identifier(max($0.rawValue - 1, 0)) }
        case .after(let bound): oldest = oldest ?? Identifier(max(bound.rawValue &+ 1, bound.rawValue))
        }
        if page.hasOlder, let oldest { next = address.with("cursor=\(Position.cursor(before: oldest))") }
        if page.hasNewer, let newest { previous = address.with("cursor=\(Position.cursor(after: newest))") }
    }
}

private struct PageAddress {
    private let path: String
    private let parameters: [Substring]

    init(_ call: Call) {
        path = call.path
        let query = call.target.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
        parameters = query.split(separator: "&").filter { pair in
            let name = pair.prefix { $0 != "=" }.utf8.formDecoded
            return name != "page" && name != "cursor"
        }
    }

    func with(_ page: String?) -> String {
        let all = parameters.map(String.init) + (page.map { [$0] } ?? [])
        return all.isEmpty ? path : "\(path)?\(all.joined(separator: "&"))"
    }
}
