import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Keeps slow, stuck and overeager clients from holding a connection for ever.
///
/// The server itself has none of these limits: a body that dribbles in refreshes its idle timer, nothing bounds an
/// answer nobody reads, and after an early answer it would read the rest of the body, however long. This handler sits
/// between HTTP decoding and the server, watches requests and answers go by, and ends what takes too long.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Asks to send `100 Continue`, because the body is wanted after all.
    struct BodyWanted: Sendable {}

    private let limits: HTTPLimits
    private let backlog: Backlog
    private let intake: Intake
    private var pace: ConnectionPace
    private var tick: Scheduled<Void>?
    private var nudge: Scheduled<Void>?
    private var isWritable = true
    /// What to tell of the bytes behind the last request, once that is answered.
    private var objection: ConnectionProblem?
    /// Bytes of the answer that is being written, and of those that are written and not taken yet.
    private var answerBytes = 0
    private var untaken = CircularBuffer<Int>()
    /// The answer was given before the request was read: what still comes is thrown away until the close.
    private var isLingering = false
    private var lingeredBytes = 0

    /// `streamPaths` take bodies of any size and duration, as long as they flow.
    init(limits: HTTPLimits, streamPaths: Set<String>, backlog: Backlog) {
        self.limits = limits
        self.backlog = backlog
        intake = Intake(backlog)
        pace = ConnectionPace(limits: limits, streamPaths: streamPaths, now: .now())
    }

    // MARK: Life of the connection

    func handlerAdded(context: ChannelHandlerContext) {
        intake.owner = self
        do {
            try context.addHeadCheck()
            try context.pipeline.syncOperations.addHandler(intake, position: .first)
            try context.channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        } catch {
            context.fireErrorCaught(error)
        }
        if context.channel.isActive { start(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stopClocks()
        forgetAnswers()
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopClocks()
        forgetAnswers()
        context.fireChannelInactive()
    }

    /// Nobody will take them any more.
    private func forgetAnswers() {
        backlog.remove(answerBytes + untaken.reduce(0, +))
        (answerBytes, untaken) = (0, [])
    }

    private func start(_ context: ChannelHandlerContext) {
        guard tick == nil else { return }
        pace.begin(at: .now())
        scheduleTick(context)
    }

    private func stopClocks() {
        tick?.cancel()
        nudge?.cancel()
    }

    private func scheduleTick(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        tick = context.eventLoop.scheduleTask(in: pace.tickInterval) {
            let (handler, context) = bound.value
            handler.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        switch pace.verdict(at: .now()) {
        case .goOn: scheduleTick(context)
        case .stalled:
            backlog.noteRefusal()
            context.close(promise: nil)
        case .close: context.close(promise: nil)
        case .timeout: refuse(context, with: ConnectionProblem.timeout)
        case .dry:
            context.fireErrorCaught(StreamRanDry())
            scheduleTick(context)
        }
    }

    /// Hands on an empty piece while a stream is silent: its reader wakes up and commits what came before.
    private func scheduleNudge(_ context: ChannelHandlerContext) {
        nudge?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        nudge = context.eventLoop.scheduleTask(in: TimeAmount(limits.streamPatience)) {
            let (handler, context) = bound.value
            guard handler.pace.isReadingStream, !handler.isLingering else { return }
            if handler.pace.isSilent(at: .now()) {
                context.fireChannelRead(handler.wrapInboundOut(.body(ByteBuffer())))
                context.fireChannelReadComplete()
            }
            handler.scheduleNudge(context)
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard !isLingering else { return discard(part, context) }
        pace.received(part, at: .now())
        if case .head = part, pace.isReadingStream { scheduleNudge(context) }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isLingering { context.read() } else { context.fireChannelReadComplete() }
    }

    func read(context: ChannelHandlerContext) {
        pace.awaitsBytes(at: .now())
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isLingering, case .inputClosed = event as? ChannelEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // After bytes that make no sense, nothing behind them does.
        guard objection == nil, !isLingering else { return }
        // Who reads a body has to learn that it broke off, or else takes a part for the whole, and answers for it.
        guard let problem = ConnectionProblem(error), !pace.isReading else { return context.fireErrorCaught(error) }
        if pace.owesAnswer { objection = problem } else { refuse(context, with: problem) }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyWanted else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if pace.takesContinue() {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        promise?.succeed()
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isLingering else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where pace.mustCloseAfterAnswer(head):
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head: context.write(data, promise: promise)
        case .body(let bytes) where context.channel.isActive:
            answerBytes += bytes.readableBytes
            let isTooMuch = !backlog.add(bytes.readableBytes)
            context.write(data, promise: promise)
            if isTooMuch, !untaken.isEmpty { giveUp(context) }
        case .body: context.write(data, promise: promise)
        case .end:
            writeEnd(data, context, promise)
        }
    }

    private func writeEnd(_ data: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let closes = pace.answered(at: .now())
        untaken.append(answerBytes)
        answerBytes = 0
        let flushed = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        flushed.futureResult.whenComplete { _ in
            let (handler, context) = bound.value
            handler.pace.flushed(at: .now())
            handler.backlog.remove(handler.untaken.popFirst() ?? 0)
            if closes { handler.linger(context) }
        }
        context.write(data, promise: flushed)
        if let objection, !closes, !pace.owesAnswer { return refuse(context, with: objection) }
        intake.goOn()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        pace.isWritable(isWritable, at: .now())
        context.fireChannelWritabilityChanged()
        if isWritable { intake.goOn() }
    }

    /// The client takes nothing, and others need the room.
    private func giveUp(_ context: ChannelHandlerContext) {
        backlog.noteRefusal()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.close(promise: nil) }
    }

    // MARK: Endings

    /// Answers in the server's place and gives the connection up.
    private func refuse(_ context: ChannelHandlerContext, with problem: ConnectionProblem) {
        guard pace.isBetweenAnswers, context.channel.isActive else { return context.close(promise: nil) }
        isLingering = true
        context.write(wrapOutboundOut(.head(problem.head)), promise: nil)
        context.write(wrapOutboundOut(.body(problem.body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    /// Closes our side and waits a little for the client to see the answer: a close with unread bytes in the socket
    /// would reset the connection and could destroy it.
    private func linger(_ context: ChannelHandlerContext) {
        isLingering = true
        stopClocks()
        context.close(mode: .output, promise: nil)
        intake.goOn()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        tick = context.eventLoop.scheduleTask(in: .seconds(2)) { bound.value.close(promise: nil) }
        context.read()
    }

    private func discard(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        if case .body(let bytes) = part { lingeredBytes += bytes.readableBytes }
        if lingeredBytes > limits.bodySize { context.close(promise: nil) }
    }
}

extension ConnectionGuard: Intake.Owner {
    var takesMore: Bool { isLingering || pace.isReading || (isWritable && !pace.owesAnswer) }
    var isReadingBody: Bool { pace.isReading }
}
