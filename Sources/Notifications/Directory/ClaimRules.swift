import Postgres

/// Whom a token's claims stand for, as SQL on the user `u`: the one place where that is said.
struct ClaimRules {
    let claims: UserClaims

    private let account: SQL
    private let issuedAt: SQL
    private let claimedRole: SQL
    private let email: SQL
    private let name: SQL

    init(_ claims: UserClaims) {
        self.claims = claims
        account = .parameter("account", claims.account)
        issuedAt = .parameter("issued at", claims.issuedAt)
        claimedRole = .parameter("role", claims.role?.rawValue)
        email = .parameter("email", claims.email)
        name = .parameter("name", claims.name)
    }

    /// `u` is who they name.
    var isUser: SQL {
        switch claims.subject {
        case .id(let id): "u.account_id = \(account) and u.id = \(id)"
        case .uuid(let uuid): "u.account_id = \(account) and u.uuid = \(uuid)"
        }
    }

    /// The tombstone `t` tells that they or their account were deleted.
    var isGone: SQL {
        switch claims.subject {
        case .id(let id): "t.account_id = \(account) and (t.user_id = 0 or t.user_id = \(id))"
        case .uuid(let uuid): "t.account_id = \(account) and (t.user_id = 0 or t.uuid = \(uuid))"
        }
    }

    /// The role that `u` has by these claims.
    var role: SQL {
        """
        (case
            when 'role' = any(u.told) or u.claimed_at > \(issuedAt) then u.role
            else coalesce(\(claimedRole), u.role)
        end)
        """
    }

    /// The claims say nothing otherwise than we know. Null counts for false.
    var isCurrent: SQL {
        """
        (
            u.claimed_at > \(issuedAt)
            or (\(claimedRole) is null or u.role = \(claimedRole) or 'role' = any(u.told))
            and (\(email) is null or u.email = \(email) or 'email' = any(u.told))
            and (\(name) is null or u.name = \(name) or 'name' = any(u.told))
        )
        """
    }

    /// Admission would give this viewer, whose row `u` is, without changing anything. Null counts for false.
    func admit(_ viewer: Viewer) -> SQL {
        """
        \(isUser)
        and u.is_active
        and \(role) = \(viewer.role.rawValue)
        and \(isCurrent)
        and not exists (
            select
            from notify.tombstones t
            where \(isGone)
              and t.deleted_at >= coalesce(\(issuedAt), '-infinity')
        )
        and (not \(claims.isOnlyAccount) or not exists (
            select
            from notify.users o
            where o.uuid = u.uuid
              and o.account_id <> u.account_id
              and o.is_active
        ))
        """
    }
}
