// What the preferences rest on.

extension Catalogue {
    /// The names of the types that cannot be switched off.
    var locked: [String] { types.filter(\.isLocked).map(\.name) }

    /// The names of the types that are off for whoever has not said otherwise.
    func offByDefault(_ column: PreferenceRules.Column) -> [String] {
        types.filter { !column.isOn($0) }.map(\.name)
    }
}
