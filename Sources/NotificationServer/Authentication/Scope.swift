/// What service tokens may be good for.
public enum Scope {
    /// To announce, and to tell of accounts, users and sites.
    public static let write = "notifications:write"
    /// To delete accounts, users and sites.
    public static let admin = "notifications:admin"

    public static let all = [write, admin]
}
