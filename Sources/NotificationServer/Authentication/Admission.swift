import Notifications

/// Who has been let in by a token just now, for what goes on talking to them.
struct Admission: Sendable {
    /// With their claims, so that they are checked again with every statement on their behalf.
    let viewer: Viewer
    let bearer: Bearer

    /// Who showed the token, and may be asked for it again.
    struct Bearer: Sendable {
        let token: UserToken
        fileprivate let resolve: RouteTable.Resolve

        /// Whom the token stands for now. Throws when nobody, as `RouteTable.Resolve` does.
        func admitted() async throws -> Viewer {
            try await resolve(token)
        }
    }

    init(_ token: UserToken, by resolve: @escaping RouteTable.Resolve) async throws {
        bearer = Bearer(token: token, resolve: resolve)
        viewer = try await bearer.admitted()
    }
}
