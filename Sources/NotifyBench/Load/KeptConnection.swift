import Glibc

/// An HTTP connection that blocks, and is kept open for the next request. For one thread.
final class KeptConnection {
    private let descriptor: Int32
    private let port: Int
    private var buffer = [UInt8](repeating: 0, count: 16_384)

    init(port: Int) throws {
        guard let descriptor = connection(to: port) else {
            throw Programs.Failure(description: "The server takes no connection.")
        }
        self.descriptor = descriptor
        self.port = port
    }

    deinit {
        close(descriptor)
    }

    /// The answer's status, once it has come whole.
    func ask(_ request: [UInt8]) throws -> Int {
        guard Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw Programs.Failure(description: "The server has closed a connection.")
        }
        var come = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                recv(descriptor, bytes.baseAddress.map { $0 + come }, bytes.count - come, 0)
            }
            guard count > 0 else { throw Programs.Failure(description: "The server has broken an answer off.") }
            come += count
            if let (status, length) = head(come), come >= length { return status }
        }
    }

    /// The status, and how long the whole answer is.
    private func head(_ come: Int) -> (status: Int, length: Int)? {
        let bytes = buffer[..<come]
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }?.split(separator: " ").last
        return (
            Int(lines.first?.split(separator: " ").dropFirst().first ?? "") ?? 0,
            end.upperBound + (Int(length ?? "") ?? 0)
        )
    }
}
