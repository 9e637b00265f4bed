import FoundationEssentials

/// Load over HTTP with wrk: so many connections, each with the next request as soon as its last was answered.
struct Wrk: Sendable {
    struct Result: Sendable {
        var requests = 0.0
        var seconds = 0.0
        /// In microseconds.
        var median = 0.0
        var p99 = 0.0

        var rate: Double { seconds > 0 ? requests / seconds : 0 }
    }

    /// Where the scripts are written.
    let directory: String
    let port: Int

    /// - Parameter requests: each time one of them, by chance.
    func load(_ requests: [HTTPRequest], connections: Int, seconds: Int, name: String) async throws -> Result {
        let script = "\(directory)/\(name).lua"
        try lua(requests).write(toFile: script, atomically: true, encoding: .utf8)
        let output = try await Programs.run(
            "wrk",
            [
                "-t\(min(connections, 2))", "-c\(connections)", "-d\(seconds)s", "--timeout", "30s", "--latency", "-s",
                script,
                "http://127.0.0.1:\(port)",
            ])
        let line = output.split(separator: "\n").last { $0.hasPrefix("FIGURES ") } ?? ""
        let numbers = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard numbers.count == 5 else { throw Programs.Failure(description: "wrk said nothing usable:\n\(output)") }
        guard numbers[4] == 0 else {
            throw Programs.Failure(description: "\(name): \(Int(numbers[4])) requests failed:\n\(output)")
        }
        return Result(requests: numbers[0], seconds: numbers[1] / 1e6, median: numbers[2], p99: numbers[3])
    }

    private func lua(_ requests: [HTTPRequest]) -> String {
        let all = requests.map { request in
            let headers = request.headers.sorted { $0.key < $1.key }.map { "[ \($0.key.lua) ] = \($0.value.lua)" }
            let body = request.body.isEmpty ? "nil" : request.body.lua
            let table = "{ " + headers.joined(separator: ", ") + " }"
            return "    { \(request.method.lua), \(request.path.lua), \(table), \(body) },"
        }
        return """
            local requests = {
            \(all.joined(separator: "\n"))
            }
            local threads = 0
            local texts = {}

            function setup(thread)
                threads = threads + 1
                thread:set("number", threads)
            end

            function init(_)
                math.randomseed(number)
                for index, request in ipairs(requests) do
                    texts[index] = wrk.format(request[1], request[2], request[3], request[4])
                end
            end

            function request()
                return texts[math.random(#texts)]
            end

            function done(summary, latency, _)
                local errors = summary.errors
                io.write(string.format("FIGURES %d %d %d %d %d\\n", summary.requests, summary.duration,
                    latency:percentile(50), latency:percentile(99),
                    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
            end

            """
    }
}

extension String {
    fileprivate var lua: String { "[==[\(self)]==]" }
}
