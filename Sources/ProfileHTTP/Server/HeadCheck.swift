import NIOCore
import NIOHTTP1

/// Minds what the version of a request asks for, which the handlers after this one are not told.
///
/// From HTTP/1.1 on a request names its host (RFC 9112, section 3.2); before, a connection ends with its first answer
/// unless the client asked for more (section 9.3).
final class HeadCheck: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// A request that does not name one host.
    struct HostUnclear: Error {}

    private static let connection = "Connection"

    /// After a head that was refused nothing makes sense any more.
    private var isOver = false
    /// The client is of the time when a connection had to be told to stay.
    private var tellsToStay = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        guard (head.version.major, head.version.minor) < (1, 1) else { return pass(head, data, context) }
        tellsToStay = head.isKeepAlive
        if !tellsToStay { head.headers.replaceOrAdd(name: Self.connection, value: "close") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard tellsToStay, case .head(var head) = unwrapOutboundIn(data), !head.headers.contains(name: Self.connection)
        else { return context.write(data, promise: promise) }
        head.headers.add(name: Self.connection, value: "keep-alive")
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    private func pass(_ head: HTTPRequestHead, _ data: NIOAny, _ context: ChannelHandlerContext) {
        tellsToStay = false
        guard head.headers["Host"].count == 1 else {
            isOver = true
            return context.fireErrorCaught(HostUnclear())
        }
        context.fireChannelRead(data)
    }
}

extension ChannelHandlerContext {
    /// Puts a check of heads right behind the decoder.
    func addHeadCheck() throws {
        let decoder = try pipeline.syncOperations.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.syncOperations.addHandler(HeadCheck(), position: .after(decoder))
    }
}
