import HTTPTypes
import Hummingbird
import Notifications

extension Demo {
    /// Where one chooses who one is.
    @Sendable func choose(_ call: Call) async throws -> Response {
        let session = session(call)
        let groups = accounts.map { account -> Template.Values in
            let users = account.members.map { member -> Template.Values in
                [
                    "id": .text("\(member.id)"), "name": .text(member.name), "role": .text(member.role.rawValue),
                    "is_current": .flag(member.id == session?.member.id),
                ]
            }
            return ["account": .text(account.name), "users": .list(users)]
        }
        return page(homePage, session, ["accounts": .list(groups)])
    }

    /// What a notification leads to: a page of the product, wherever it is.
    @Sendable func elsewhere(_ call: Call) async throws -> Response? {
        let first = call.path.split(separator: "/").first ?? ""
        guard [.get, .head].contains(call.head.method), call.loopbackHost != nil,
            !["api", "assets", "demo", "healthz", "readyz", "ws"].contains(first),
            call.head.headerFields.list(.accept).contains(where: { $0.hasPrefix("text/html") })
        else { return nil }
        return page(productPage, session(call), ["product": .text(String(call.path.prefix(500)))])
    }

    private func page(_ template: Template, _ session: Session?, _ more: Template.Values) -> Response {
        var values = pageValues.merging(more) { $1 }
        values["signed_in"] = .list(session.map { [$0.values] } ?? [])
        let text = template.fill(in: values)
        return Response(status: .ok, headers: pageHeaders, body: ResponseBody(byteBuffer: .init(string: text)))
    }
}
