import HTTPTypes
package import NIOCore
package import NIOHTTPTypes

/// Answers plain reads of whole profiles on the very thread that read the request, before the server makes a task of
/// it: at once what memory holds, and the rest when the store has told it.
///
/// All else goes on to the server untouched, and so does everything behind it until it is answered, so that answers
/// keep the order of their requests. While the store is asked, what comes in waits here and no more is read than that.
package final class RecallHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private enum Arrival {
        case part(NIOAny)
        case readComplete
        case event(Any)
    }

    private let recollection: Recollection
    /// A head, and what it asks, that waits for the end of its request.
    private var held: (head: NIOAny, question: RecallQuestion)?
    /// Requests that went on to the server and are not answered yet.
    private var owed = 0
    private var hasWritten = false
    private var isAsking = false
    /// Whether the connection ends once what is asked is answered.
    private var isLeaving = false
    private var arrivals: [Arrival] = []
    private var isReadWanted = false

    package init(_ recollection: Recollection) {
        self.recollection = recollection
    }

    // MARK: Requests

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAsking else { return arrivals.append(.part(data)) }
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
            guard !answers(context) else { return }
            passOn(context)
            context.fireChannelRead(data)
        }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        guard arrivals.isEmpty else { return arrivals.append(.readComplete) }
        flushWritten(context)
        context.fireChannelReadComplete()
    }

    package func read(context: ChannelHandlerContext) {
        guard arrivals.isEmpty else { return isReadWanted = true }
        context.read()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard isAsking else { return context.fireUserInboundEventTriggered(event) }
        // Whom we keep waiting is not idle, which is how it would look to the server.
        guard !(event is IdleStateHandler.IdleStateEvent) else { return }
        if event is ChannelShouldQuiesceEvent { isLeaving = true }
        arrivals.append(.event(event))
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        passOn(context)
        context.fireErrorCaught(error)
    }

    private func passOn(_ context: ChannelHandlerContext) {
        guard let held else { return }
        self.held = nil
        owed += 1
        context.fireChannelRead(held.head)
    }

    // MARK: Answers

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { owed -= 1 }
        context.write(data, promise: promise)
    }

    /// Whether the request is answered here. A client that leaves answers unread is the server's to slow down.
    private func answers(_ context: ChannelHandlerContext) -> Bool {
        guard let held, context.channel.isWritable, let read = recollection.read(held.question) else { return false }
        if let answer = recollection.recalled(read) {
            write(answer, context)
        } else {
            guard recollection.isQuick(read) else { return false }
            ask(read, context)
        }
        self.held = nil
        return true
    }

    private func ask(_ read: ProfileRead, _ context: ChannelHandlerContext) {
        isAsking = true
        flushWritten(context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        Task(executorPreference: EventLoopExecutor(context.eventLoop)) { [recollection] in
            let answer = await recollection.asked(read)
            let (handler, context) = bound.value
            handler.take(answer, context)
        }
    }

    private func take(_ answer: Recollection.Answer, _ context: ChannelHandlerContext) {
        isAsking = false
        guard context.channel.isActive else { return arrivals = [] }
        var answer = answer
        // Who keeps connections would only learn it when the next request is lost.
        if isLeaving { answer.head.headerFields[.connection] = "close" }
        write(answer, context)
        flushWritten(context)
        goOn(context)
    }

    /// Looks at what came in meanwhile, up to the next question to the store.
    private func goOn(_ context: ChannelHandlerContext) {
        let waiting = arrivals
        arrivals = []
        for arrival in waiting {
            switch arrival {
            case .part(let part): channelRead(context: context, data: part)
            case .readComplete: channelReadComplete(context: context)
            case .event(let event): userInboundEventTriggered(context: context, event: event)
            }
        }
        guard isReadWanted, arrivals.isEmpty else { return }
        isReadWanted = false
        context.read()
    }

    private func write(_ answer: Recollection.Answer, _ context: ChannelHandlerContext) {
        hasWritten = true
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func flushWritten(_ context: ChannelHandlerContext) {
        guard hasWritten else { return }
        hasWritten = false
        context.flush()
    }
}
