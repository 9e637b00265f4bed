import Glibc

/// A TCP port of 127.0.0.1 that nobody listens on. Below those that the system hands out to connections by itself, so
/// that it is still free when a server comes back to it.
func freePort() throws -> Int {
    for _ in 0..<200 {
        let port = UInt16.random(in: 20_000..<32_000)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { break }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
        }
        if result == 0 { return Int(port) }
    }
    throw TestRedisError(description: "no free port")
}
