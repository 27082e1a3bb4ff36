import NIOCore
import NIOHTTP1

/// Minds what the version of a request asks for, which the handlers after this one are not told, and how its body is
/// sent.
///
/// From HTTP/1.1 on a request names its host (RFC 9112, section 3.2); before, a connection ends with its first answer
/// unless the client asked for more (section 9.3). Of all transfer codings we take `chunked` alone (section 6.1): the
/// decoder would hand on what else a body is packed in as if it were the body.
final class HeadCheck: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    enum Refusal: Error {
        /// The request does not name one host.
        case hostUnclear
        case unknownTransferCoding
    }

    private static let connection = "Connection"

    /// After a head that was refused nothing makes sense any more.
    private var isOver = false
    /// The client is of the time when a connection had to be told to stay.
    private var tellsToStay = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        guard Self.isChunkedAtMost(head) else { return refuse(.unknownTransferCoding, context) }
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
        guard head.headers["Host"].count == 1 else { return refuse(.hostUnclear, context) }
        context.fireChannelRead(data)
    }

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        isOver = true
        context.fireErrorCaught(refusal)
    }

    private static func isChunkedAtMost(_ head: HTTPRequestHead) -> Bool {
        let codings = head.headers["Transfer-Encoding"]
        guard let only = codings.first else { return true }
        return codings.count == 1 && only.lowercased() == "chunked"
    }
}

extension ChannelHandlerContext {
    /// Puts a check of heads right behind the decoder.
    func addHeadCheck() throws {
        let decoder = try pipeline.syncOperations.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.syncOperations.addHandler(HeadCheck(), position: .after(decoder))
    }
}
