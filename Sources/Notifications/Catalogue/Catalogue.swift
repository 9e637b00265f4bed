/// All types that notifications may have: those of the two source documents and the host's own.
public struct Catalogue: Sendable {
    /// In order of declaration.
    public let types: [NotificationType]
    private let byName: [String: NotificationType]

    public static let standard = Catalogue(unchecked: NotificationType.standard)

    /// The standard types and `own`. A type of a standard name takes its place.
    /// - Throws: `NotificationError.invalid` when a name or category is not well-formed.
    public init(adding own: [NotificationType]) throws(NotificationError) {
        if let bad = own.first(where: { !$0.isWellNamed }) {
            throw .invalid(
                "notification_type",
                "\(bad.name) (\(bad.category.rawValue)): names are lower-case letters, digits, _ and ., "
                    + "begin with a letter and have at most 64 characters; labels have 1 to 100, in one line"
            )
        }
        let names = Set(own.map(\.name))
        self.init(unchecked: NotificationType.standard.filter { !names.contains($0.name) } + own)
    }

    private init(unchecked types: [NotificationType]) {
        self.types = types
        self.byName = Dictionary(types.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
    }

    public subscript(name: String) -> NotificationType? {
        byName[name]
    }

    /// In order of first appearance.
    public var categories: [Category] {
        var seen: Set<Category> = []
        return types.map(\.category).filter { seen.insert($0).inserted }
    }
}
