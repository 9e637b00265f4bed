import Notifications

/// The addresses of the pages beside this one: the request's own, with another page.
struct PageLinks {
    var next: String?
    var previous: String?

    init(_ call: Call, _ position: Position, _ page: Page) {
        let address = PageAddress(call)
        switch position {
        case .page(let number):
            next = page.hasOlder ? address.with("page=\(number + 1)") : nil
            previous = number > 2 ? address.with("page=\(number - 1)") : number == 2 ? address.with(nil) : nil
        case .before, .after:
            guard let newest = page.notifications.first, let oldest = page.notifications.last else { return }
            next = page.hasOlder ? address.with("cursor=\(Position.cursor(before: oldest.id))") : nil
            previous = page.hasNewer ? address.with("cursor=\(Position.cursor(after: newest.id))") : nil
        }
    }
}

private struct PageAddress {
    private let path: String
    private let parameters: [Substring]

    init(_ call: Call) {
        path = call.path
        let query = call.target.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
        parameters = query.split(separator: "&").filter { pair in
            let name = pair.prefix { $0 != "=" }
            return name != "page" && name != "cursor"
        }
    }

    func with(_ page: String?) -> String {
        let all = parameters.map(String.init) + (page.map { [$0] } ?? [])
        return all.isEmpty ? path : "\(path)?\(all.joined(separator: "&"))"
    }
}
