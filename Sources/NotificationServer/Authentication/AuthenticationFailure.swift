/// Why a request has no caller.
enum AuthenticationFailure: Error, Hashable {
    /// There was no bearer token.
    case missing
    /// The token is refused; the reason tells its owner, and nobody else, what to mend.
    case invalid(String)

    var sentence: String {
        switch self {
        case .missing: "Authentication credentials were not provided: send an Authorization header with a bearer token."
        case .invalid(let reason): reason
        }
    }
}
