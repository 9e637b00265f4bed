import Postgres

extension NotificationService {
    /// The credit alert as a decision: call it after every deduction with the balance, and it alerts once when the
    /// balance falls below 20 % and once when it is used up, however many deductions follow. A top-up above the line
    /// arms the alert again.
    /// - Parameters:
    ///   - creditsTotal: what the period began with; 0 or more.
    ///   - creditsRemaining: what is left; 0 or more.
    /// - Returns: the alert it led to; nil when none was due.
    @discardableResult
    public func notifyCreditsBalance(
        account: Identifier<Account>, creditsTotal: Int, creditsRemaining: Int,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        var errors = FieldErrors()
        if creditsTotal < 0 { errors.refuse("credits_total", "must not be negative") }
        if creditsRemaining < 0 { errors.refuse("credits_remaining", "must not be negative") }
        try errors.finish()
        let envelope = Envelope(
            account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey)
        let level = CreditLevel(total: creditsTotal, remaining: creditsRemaining)
        guard let announcement = level.announcement(total: creditsTotal, remaining: creditsRemaining) else {
            try await rearm(account, at: level)
            return nil
        }
        let before: SQL = "coalesce((select level from notify.credit_levels where account_id = \(account)), 0)"
        return try await insertIfDue(
            checked(announcement, envelope),
            due: "\(before) < \(level.rawValue)",
            alongside: """
                ,
                noted as (
                    insert into notify.credit_levels (account_id, level)
                    select \(account), \(level.rawValue)
                    where not exists (select from known)
                      and \(FeedLock.isHeld(account))
                      -- An alert that its user has muted is still due.
                      and (exists (select from created) or \(before) >= \(level.rawValue))
                    on conflict (account_id) do update
                    set level = excluded.level,
                        updated_at = excluded.updated_at
                    where credit_levels.level <> excluded.level
                )
                """)
    }

    private func rearm(_ account: Identifier<Account>, at level: CreditLevel) async throws {
        let results = try await translated {
            try await pool.write(
                [
                    Directory.opening(account),
                    FeedLock.taking(account),
                    """
                    update notify.credit_levels
                    set level = \(level.rawValue),
                        updated_at = clock_timestamp()
                    where account_id = \(account)
                      and level <> \(level.rawValue)
                    """,
                ], isIdempotent: true)
        }
        if results[1].isEmpty { throw NotificationError.deletedAccount(account) }
    }
}

extension CreditLevel {
    fileprivate func announcement(total: Int, remaining: Int) -> Announcement? {
        switch self {
        case .enough:
            return nil
        case .low:
            // Twice as wide, since a hundred times a large balance would overflow. Less than a fifth is left: total > 0.
            let (used, _) = total.dividingFullWidth((total - remaining).multipliedFullWidth(by: 100))
            return .creditsLow(percentageUsed: used, creditsRemaining: remaining)
        case .depleted:
            return .creditsDepleted()
        }
    }
}
