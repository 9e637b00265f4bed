import ArgumentParser

struct PreferencesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preferences",
        abstract: "Show or set which notifications you get.",
        discussion: """
            `enabled` says whether you get a type at all, `push` whether you are told of it at once. What is locked \
            cannot be switched off. `defaults` holds for everybody in the account who has not chosen.

            Examples:
              notify preferences
              notify preferences set credits_low --push off
              notify preferences set credits_low --push default
              notify preferences defaults set content.created --enabled on

            \(ExitStatus.help)
            """,
        subcommands: [ShowPreferences.self, SetPreference.self, DefaultPreferences.self],
        defaultSubcommand: ShowPreferences.self)
}

/// The account's own defaults: the same, elsewhere.
struct DefaultPreferences: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "defaults",
        abstract: "Show or set what holds for who has not chosen (owners and admins).",
        subcommands: [ShowDefaults.self, SetDefault.self],
        defaultSubcommand: ShowDefaults.self)
}

struct ShowPreferences: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show your preferences.")

    @OptionGroup var output: PreferenceOutputOptions
    @OptionGroup var options: ServerOptions

    func perform() async throws { try await output.show(PreferenceList.own, options) }
}

struct ShowDefaults: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the account's defaults.")

    @OptionGroup var output: PreferenceOutputOptions
    @OptionGroup var options: ServerOptions

    func perform() async throws { try await output.show(PreferenceList.defaults, options) }
}

struct SetPreference: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Set one of your preferences.")

    @OptionGroup var change: PreferenceChangeOptions
    @OptionGroup var options: ServerOptions

    func perform() async throws { try await change.make(PreferenceList.own, options) }
}

struct SetDefault: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Set one of the account's defaults.")

    @OptionGroup var change: PreferenceChangeOptions
    @OptionGroup var options: ServerOptions

    func perform() async throws { try await change.make(PreferenceList.defaults, options) }
}
