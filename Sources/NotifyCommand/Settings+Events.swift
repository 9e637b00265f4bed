import Logging
import NotificationEvents
import NotificationServer
import Notifications
import Postgres
import Redis

extension Settings {
    /// What takes in domain events and tells Redis what was created; nil without `REDIS_URL`.
    func events(_ pool: Pool, _ catalogue: Catalogue, _ doorbell: Doorbell, _ logger: Logger) throws -> EventService? {
        guard let redisURL else { return nil }
        let redis: RedisConfiguration
        do {
            redis = try RedisConfiguration(url: redisURL.reveal(), certificateAuthorityFile: redisAuthorityFile)
        } catch {
            throw SettingsError("REDIS_URL: \(error).")
        }
        return EventService(
            redis: redis, pool: pool, catalogue: catalogue, doorbell: doorbell, defaultAccount: defaultAccount,
            listensToChannels: redisListensToChannels, claimAfter: .seconds(redisClaimAfter), logger: logger)
    }
}
