import Notifications

/// How often each type comes: one in four is of the first, the rest of a long tail; two come 50 and 10 times in the big
/// account.
struct Skew: Sendable {
    static let common = NotificationType.aiContentComplete
    static let rare = NotificationType.creditsLow
    static let rarest = NotificationType.Orion.contentRejected

    /// Names, in the order of their shares.
    let types: [String]
    let severities: [String]
    /// Where each share ends but the last, in millionths.
    let bounds: [Int]

    init() {
        let rest = Catalogue.standard.types.filter { ![Skew.common, Skew.rare, Skew.rarest].contains($0) }
        let weights = rest.indices.map { 1 / Double($0 % 8 + 2) }
        let sum = weights.reduce(0, +)
        var bounds = [250_000]
        for weight in weights.dropLast() {
            bounds.append((bounds.last ?? 0) + Int(750_000 * weight / sum))
        }
        self.bounds = bounds
        types = ([Skew.common] + rest).map(\.name)
        severities = ([Skew.common] + rest).map(\.severity.rawValue)
    }
}
