import ArgumentParser
import Notifications

/// How preferences are shown.
struct PreferenceOutputOptions: ParsableArguments {
    @Flag(help: "The server's objects as a JSON array.")
    var json = false

    @Option(help: "When there are colours; auto heeds NO_COLOR and TERM=dumb.")
    var color = ColorChoice.auto

    func show(_ path: String, _ options: ServerOptions) async throws {
        let client = try options.client()
        let answer = try await client.preferences("GET", path)
        let list: PreferenceList = try answer.decoded(from: client.server)
        let terminal = Terminal(color)
        if json {
            let objects = JSONSlices.elements(of: "results", in: answer.body).map { String(safeJSON: $0) }
            try StandardOutput.write(objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n")
        } else {
            try StandardOutput.write(terminal.isForPeople ? list.table(terminal) : list.fields)
        }
    }
}

/// What one channel of a type shall be.
enum PreferenceChoice: String, CaseIterable, ExpressibleByArgument {
    case on, off, `default`

    var json: String {
        switch self {
        case .on: "true"
        case .off: "false"
        case .default: "null"
        }
    }
}

/// A change of one type's preferences.
struct PreferenceChangeOptions: ParsableArguments {
    @Argument(help: "The type, such as credits_low.", completion: .list(Catalogue.standard.types.map(\.name)))
    var type: String

    @Option(help: "Whether it exists at all.")
    var enabled: PreferenceChoice?

    @Option(help: "Whether it is told at once.")
    var push: PreferenceChoice?

    @Flag(name: .shortAndLong, help: "Do not say what was done.")
    var quiet = false

    func validate() throws {
        if enabled == nil, push == nil {
            throw ValidationError("Say what to set: --enabled or --push, on, off or default.")
        }
        let isName = type.utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "."
        }
        guard !type.isEmpty, isName else { throw ValidationError("A type is lower-case letters, digits, _ and .") }
    }

    func make(_ path: String, _ options: ServerOptions) async throws {
        let client = try options.client()
        let changes = [enabled.map { "\"enabled\":\($0.json)" }, push.map { "\"push\":\($0.json)" }].compactMap { $0 }
        let answer = try await client.preferences(
            "PATCH", path, body: "{\"\(type)\":{\(changes.joined(separator: ","))}}")
        let list: PreferenceList = try answer.decoded(from: client.server)
        guard let now = list.results.first(where: { $0.notificationType == type }) else {
            throw ClientError.notOurs(client.server, "\(type) is missing in its answer")
        }
        if !quiet { try StandardOutput.say(now.sentence) }
    }
}

extension Client {
    fileprivate func preferences(_ method: String, _ path: String, body: String? = nil) async throws -> Answer {
        do {
            return try await send(method, path, body: body)
        } catch let error as ClientError where error.status == .notFound {
            throw ClientError(.badAnswer, "\(server) has no preferences: it may be older than this program.")
        }
    }
}
