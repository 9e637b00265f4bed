import Redis

extension StreamSession {
    /// Takes this consumer off the groups in which nothing is pending for it.
    func leave() async {
        await clearAway(idleFor: .seconds(3600), myself: true)
    }

    /// Removes consumers with nothing pending: those that have not asked for so long, and this one when it is said. In a
    /// script, since whoever is removed between a delivery and this takes the delivery along.
    func clearAway(idleFor idle: Duration, myself: Bool) async {
        let arguments = [Self.group, myself ? name : "", "\(idle.milliseconds)"]
        // Where scripts are not allowed, consumers are only left over.
        _ = try? await connection.pipeline(
            EventKind.allCases.map { ["EVAL", Self.clearing, "1", $0.channel] + arguments })
    }

    private static let clearing = """
        for _, entry in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
            local consumer = {}
            for i = 1, #entry, 2 do consumer[entry[i]] = entry[i + 1] end
            if consumer.pending == 0 and (consumer.name == ARGV[2] or consumer.idle > tonumber(ARGV[3])) then
                redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
            end
        end
        """
}
