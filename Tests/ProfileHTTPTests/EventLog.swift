import NIOCore
import Synchronization

/// Remembers what events reach the end of a pipeline, by their types.
final class EventLog: ChannelInboundHandler, Sendable {
    typealias InboundIn = Any

    private let heard = Mutex<[String]>([])

    var events: [String] { heard.withLock { $0 } }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        heard.withLock { $0.append("\(type(of: event))") }
    }
}
