import AsyncHTTPClient
import Glibc
import NIOCore

extension ClientError {
    /// What was thrown while speaking to the server, in words.
    init(failure: any Error, server: ServerAddress, timeout: Duration) {
        func unreachable(_ reason: String) -> ClientError {
            ClientError(.unavailable, "cannot reach \(server): \(reason)", endsAll: true)
        }
        let cut = ClientError(
            .unavailable, "\(server) closed the connection before its answer was complete. Try again.", endsAll: true)
        let causes = Causes(of: failure)
        self =
            switch failure {
            case let error as HTTPClientError where error == .connectTimeout:
                unreachable("it did not answer within 10 s.")
            case let error as HTTPClientError where error == .tlsHandshakeTimeout:
                unreachable("TLS was not agreed on in time.")
            case let error as HTTPClientError where error == .remoteConnectionClosed: cut
            case is CutShort: cut
            case is TimedOut:
                ClientError(
                    .unavailable, "\(server) did not answer within \(timeout.components.seconds) s. Try again later.",
                    endsAll: true)
            case is NIOTooManyBytesError:
                .notOurs(server, "its answer is larger than \(Client.largestAnswer >> 20) MiB")
            case is HTTPClientError where "\(failure)".contains("invalidHeaderFieldValues"):
                .impossibleToken
            default:
                if causes.isHostUnknown {
                    unreachable("there is no host \(server.host).")
                } else if let reason = causes.tls {
                    unreachable("TLS failed (\(reason)).")
                } else if causes.isConnectionTimeout {
                    unreachable("it did not answer within 10 s.")
                } else if causes.isCut {
                    cut
                } else if let code = causes.errno {
                    Self.unreachable(server, errno: code)
                } else if causes.isHTTP {
                    .notOurs(server, "it does not speak HTTP")
                } else {
                    unreachable("\(String(safe: "\(failure)")).")
                }
            }
    }

    static let impossibleToken = ClientError(.usage, "The token has characters that no token has.", endsAll: true)

    private static func unreachable(_ server: ServerAddress, errno code: CInt) -> ClientError {
        if code == ECONNRESET || code == EPIPE {
            return ClientError(
                .unavailable, "\(server) closed the connection before its answer was complete. Try again.",
                endsAll: true)
        }
        let hint = code == ECONNREFUSED ? " Is `notify serve` running there?" : ""
        let reason = String(cString: strerror(code)).lowercased()
        return ClientError(.unavailable, "cannot reach \(server): \(reason).\(hint)", endsAll: true)
    }
}

/// What an error of the network stack consists of: it nests those of the addresses and of the system that it has tried.
private struct Causes {
    private(set) var errno: CInt?
    private(set) var isHostUnknown = false
    private(set) var isConnectionTimeout = false
    private(set) var isCut = false
    private(set) var isHTTP = false
    private(set) var tls: String?

    init(of error: any Error) {
        collect(error, depth: 0)
    }

    private mutating func collect(_ value: Any, depth: Int) {
        switch value {
        case let error as IOError: errno = errno ?? error.errnoCode
        case is SocketAddressError.UnknownHost: isHostUnknown = true
        case ChannelError.connectTimeout: isConnectionTimeout = true
        case ChannelError.eof, ChannelError.inputClosed: isCut = true
        default: break
        }
        let type = String(reflecting: Swift.type(of: value))
        if type.hasPrefix("NIOSSL."), tls == nil {
            let text = "\(value)"
            tls =
                text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("nableToValidateCertificate")
                ? "its certificate is not one that this machine trusts" : "it does not speak TLS that we know"
        }
        if type.hasPrefix("NIOHTTP1.HTTPParserError") {
            isHTTP = true
        }
        guard depth < 6 else { return }
        for child in Mirror(reflecting: value).children { collect(child.value, depth: depth + 1) }
    }
}
