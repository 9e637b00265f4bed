import Hummingbird
import NIOCore

/// What goes with a request through the router: its connection too, which a socket takes over.
struct CallContext: RequestContext, Sendable {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
