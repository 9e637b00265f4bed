extension Settings {
    /// Makes it the demo, where anybody who reaches the server chooses who they are. Call it after `validate`.
    /// - Throws: when others can reach the server, when it could make no tokens, and when a host gives them.
    public mutating func prepareDemo() throws(SettingsError) {
        var sentences: [String] = []
        if !isLoopback {
            sentences.append(
                "HOST is \(host), which others can reach, and in the demo anybody may be anybody: leave --demo out, or set "
                    + "a HOST such as 127.0.0.1.")
        }
        if tokenSecret == nil, tokenKeys != nil {
            sentences.append("JWT_SECRET is missing: with JWT_JWKS alone the demo cannot make tokens.")
        }
        for (name, address) in [("TOKEN_URL", tokenURL), ("SIGN_IN_URL", signInURL)] where address != nil {
            sentences.append("\(name) is set, but in the demo tokens come from the demo: leave --demo or \(name) out.")
        }
        guard sentences.isEmpty else { throw SettingsError(all: sentences) }
        tokenURL = Demo.tokenURL
        signInURL = Demo.home
    }
}
