import FoundationEssentials

/// An authority for one day, and a certificate that it signed, made by OpenSSL.
struct Certificates {
    let authority: String
    let certificate: String
    let key: String

    /// - Parameter names: whom the certificate is for: `DNS:localhost`, `IP:127.0.0.1`.
    static func make(in directory: String, names: [String]) async throws -> Certificates {
        let made = Certificates(
            authority: directory + "/ca.pem", certificate: directory + "/server.pem", key: directory + "/server.key")
        let configuration = """
            [req]
            distinguished_name = name
            prompt = no
            [name]
            commonName = a test
            [authority]
            basicConstraints = critical, CA:TRUE
            [server]
            subjectAltName = \(names.joined(separator: ","))
            """
        let file = directory + "/openssl.cnf"
        try configuration.write(toFile: file, atomically: false, encoding: .utf8)
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config", file]
        _ = try await Programs.run(
            "openssl",
            ["req", "-x509", "-days", "1", "-subj", "/CN=a test authority", "-extensions", "authority"] + newKey
                + ["-keyout", directory + "/ca.key", "-out", made.authority])
        _ = try await Programs.run(
            "openssl", ["req", "-new"] + newKey + ["-keyout", made.key, "-out", directory + "/server.csr"])
        _ = try await Programs.run(
            "openssl",
            [
                "x509", "-req", "-days", "1", "-in", directory + "/server.csr", "-CA", made.authority,
                "-CAkey", directory + "/ca.key", "-set_serial", "1", "-extfile", file, "-extensions", "server",
                "-out", made.certificate,
            ])
        return made
    }
}
