/// Measures what sockets take, and how fast and how surely they are told.
struct SocketScenarios: Sendable {
    static let names =
        ["sockets/idle", "sockets/reach", "sockets/limit"] + AnnouncingScenario.all.map(\.name)

    let scene: SocketScene
    let isWanted: @Sendable (String) -> Bool

    /// The figures with those of sockets.
    func measure(_ begun: Figures) async throws -> Figures {
        var figures = begun
        guard Self.names.contains(where: isWanted) else { return figures }
        try await scene.makeMembers()
        figures.sockets = SocketFigures()
        if isWanted("sockets/idle") || isWanted("sockets/reach") {
            try await ManySockets(scene: scene, isWanted: isWanted).measure(&figures)
        }
        if isWanted("sockets/limit") {
            progress("sockets/limit")
            try await DescriptorLimit(scene: scene).measure(&figures)
        }
        for scenario in AnnouncingScenario.all where isWanted(scenario.name) {
            progress(scenario.name)
            try await scenario.measure(scene, &figures)
        }
        return figures
    }
}
