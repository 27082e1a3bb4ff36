import HTTPTypes
package import NIOCore
package import NIOHTTPTypes

/// Answers what memory can answer on the very thread that read the request, before the server makes a task of it.
///
/// All else goes on to the server untouched, and so does everything behind it until it is answered, so that answers
/// keep the order of their requests.
package final class RecallHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private let recollection: Recollection
    /// A head, and what it asks, that waits for the end of its request.
    private var held: (head: NIOAny, question: RecallQuestion)?
    /// Requests that went on to the server and are not answered yet.
    private var owed = 0
    private var hasWritten = false

    package init(_ recollection: Recollection) {
        self.recollection = recollection
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if owed == 0, let question = RecallQuestion(head) {
                held = (data, question)
            } else {
                owed += 1
                context.fireChannelRead(data)
            }
        case .body:
            passOn(context)
            context.fireChannelRead(data)
        case .end:
            guard !answer(context) else { return }
            passOn(context)
            context.fireChannelRead(data)
        }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        passOn(context)
        context.fireErrorCaught(error)
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { owed -= 1 }
        context.write(data, promise: promise)
    }

    private func passOn(_ context: ChannelHandlerContext) {
        guard let held else { return }
        self.held = nil
        owed += 1
        context.fireChannelRead(held.head)
    }

    /// Whether the request was answered. A client that leaves answers unread is the server's to slow down.
    private func answer(_ context: ChannelHandlerContext) -> Bool {
        guard let held, context.channel.isWritable, let answer = recollection.answer(to: held.question) else {
            return false
        }
        self.held = nil
        hasWritten = true
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        return true
    }
}
