import NIOCore
import NIOPosix
import NIOSSL

extension RedisConfiguration {
    /// Connects; TLS begins, but is not waited for.
    func open<Handler: ChannelHandler & SendableMetatype>(
        readsAhead: Bool, before deadline: NIODeadline, _ makeHandler: @escaping @Sendable () -> Handler
    ) async throws(RedisError) -> Link<Handler> {
        do {
            let context = try await tlsContext()
            let server = (try? SocketAddress(ipAddress: host, port: port)) == nil ? host : nil
            let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            // A channel for each address of the host; one that has ended already no longer has its handlers.
            let handlers = NIOLoopBoundBox<[ObjectIdentifier: Handler]>.makeBoxSendingValue([:], eventLoop: eventLoop)
            let connecting = ClientBootstrap(group: eventLoop)
                .connectTimeout(max(deadline - .now(), .nanoseconds(1)))
                .channelOption(.autoRead, value: readsAhead)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let context {
                            // By its address, when the URL names no host: no SNI then.
                            try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: server))
                        }
                        let handler = makeHandler()
                        handlers.value[ObjectIdentifier(channel)] = handler
                        try pipeline.addHandler(handler)
                    }
                }
                .connect(host: host, port: port)
                .flatMapThrowing { channel in
                    guard let handler = handlers.value.removeValue(forKey: ObjectIdentifier(channel)) else {
                        throw RedisError(.unreachable, "no connection")
                    }
                    handlers.value = [:]
                    return Link(channel: channel, handler: NIOLoopBound(handler, eventLoop: eventLoop))
                }
            return try await connecting.get(before: deadline) { $0.channel.close(promise: nil) }
        } catch let error as RedisError {
            throw error
        } catch ChannelError.connectTimeout {
            throw RedisError(.timedOut, "no connection in time")
        } catch {
            throw RedisError(.unreachable, "no connection: \(error)")
        }
    }

    /// Reads certificates, so not on a thread that others wait for.
    private func tlsContext() async throws -> NIOSSLContext? {
        guard isEncrypted else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        // A reply says itself where it ends, so a farewell need not be waited for.
        configuration.shutdownTimeout = .milliseconds(200)
        if let certificateAuthorityFile { configuration.trustRoots = .file(certificateAuthorityFile) }
        return try await NIOThreadPool.singleton.runIfActive { [configuration] in
            do {
                return try NIOSSLContext(configuration: configuration)
            } catch {
                throw RedisError(.unreachable, "the certificate authorities cannot be read: \(error)")
            }
        }
    }
}
