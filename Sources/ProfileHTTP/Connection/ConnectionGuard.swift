import NIOCore
import NIOHTTP1

/// Keeps slow, stuck and overeager clients from holding a connection for ever.
///
/// The server itself has none of these limits: a body that dribbles in refreshes its idle timer, nothing bounds an
/// answer nobody reads, and after an early answer it would read the rest of the body, however long. This handler sits
/// between HTTP decoding and the server, watches requests and answers go by, and ends what takes too long.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Asks to send `100 Continue`, because the body is wanted after all.
    struct BodyWanted: Sendable {}

    private let limits: HTTPLimits
    private let backlog: Backlog
    private let intake: Intake
    private let answers: AnswerWriter
    private var heads = HeadCheck()
    private var pace: ConnectionPace
    private var tick: Scheduled<Void>?
    private var nudge: Scheduled<Void>?
    private var isWritable = true
    /// The problem with the bytes behind the last request, sent once that is answered.
    private var objection: Problem?
    private var context: ChannelHandlerContext?
    /// Bytes of the answer that is being written, and of those that are written and not taken yet.
    private var answerBytes = 0
    private var untaken = CircularBuffer<Int>()
    /// The answer that is being written has no end.
    private var isStreaming = false
    /// The answer was given before the request was read: what still comes is thrown away until the close.
    private var isLingering = false
    private var lingeredBytes = 0

    /// Streams take bodies of any size and duration, as long as they flow. `intake` stands first in the pipeline.
    init(limits: HTTPLimits, paths: BodyPaths, intake: Intake, backlog: Backlog, answers: AnswerWriter) {
        self.limits = limits
        self.intake = intake
        self.backlog = backlog
        self.answers = answers
        pace = ConnectionPace(limits: limits, paths: paths, now: .now())
    }

    // MARK: Life of the connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        intake.owner = self
        if context.channel.isActive { start(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
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

    /// The client will not take them any more.
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
        tick = context.eventLoop.assumeIsolated().scheduleTask(in: pace.tickInterval) { self.look(context) }
    }

    private func look(_ context: ChannelHandlerContext) {
        switch pace.verdict(at: .now()) {
        case .goOn: scheduleTick(context)
        case .stalled:
            backlog.noteRefusal()
            context.close(promise: nil)
        case .close: context.close(promise: nil)
        case .timeout: refuse(context, with: .slowRequest)
        case .dry:
            context.fireErrorCaught(StreamRanDry())
            scheduleTick(context)
        }
    }

    /// Hands on an empty piece while a stream is silent: its reader wakes up and commits what came before.
    private func scheduleNudge(_ context: ChannelHandlerContext) {
        nudge?.cancel()
        nudge = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.streamPatience)) {
            guard self.pace.isReadingStream, !self.isLingering else { return }
            if self.pace.isSilent(at: .now()) {
                context.fireChannelRead(self.wrapInboundOut(.body(ByteBuffer())))
                context.fireChannelReadComplete()
            }
            self.scheduleNudge(context)
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard !isLingering else { return discard(part, context) }
        // After bytes that make no sense, nothing behind them does. Requests behind the last one are not carried out.
        guard objection == nil, !pace.hasReadLast else { return }
        switch part {
        case .head(let head): receive(head, data, context)
        case .body(let bytes):
            pace.receivedBytes(bytes.readableBytes, at: .now())
            context.fireChannelRead(data)
        case .end:
            pace.receivedEnd(at: .now())
            context.fireChannelRead(data)
        }
    }

    private func receive(_ head: HTTPRequestHead, _ data: NIOAny, _ context: ChannelHandlerContext) {
        do throws(HeadCheck.Refusal) {
            let framing = try heads.check(head)
            pace.receivedHead(head, framing, at: .now())
        } catch {
            return errorCaught(context: context, error: error)
        }
        if pace.isReadingStream { scheduleNudge(context) }
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
        // The reader of an event stream sends nothing more, so the end of its side ends the connection.
        let endsWithInput = isLingering || isStreaming
        if endsWithInput, case .inputClosed = event as? ChannelEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard objection == nil, !isLingering else { return }
        // A handler that reads a body must not take a part for the whole; it answers for the fault.
        guard let problem = Problem(ofConnection: error), !pace.isReading else { return context.fireErrorCaught(error) }
        if pace.owesAnswer { objection = problem } else { refuse(context, with: problem) }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyWanted else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if pace.takesContinue() {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
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
        case .head(let head): context.write(wrapOutboundOut(.head(completed(head))), promise: promise)
        case .body(let bytes) where context.channel.isActive && isStreaming:
            writePiece(context, bytes.readableBytes, promise) { context.write(data, promise: $0) }
        case .body(let bytes) where context.channel.isActive:
            answerBytes += bytes.readableBytes
            let isTooMuch = !backlog.add(bytes.readableBytes)
            context.write(data, promise: promise)
            if isTooMuch, !untaken.isEmpty { giveUp(context) }
        case .body: context.write(data, promise: promise)
        case .end: finishAnswer(context, promise) { context.write(data, promise: $0) }
        }
    }

    private func completed(_ head: HTTPResponseHead) -> HTTPResponseHead {
        guard head.status.code >= 200 else { return head }
        var head = head
        pace.beginAnswer(saying: head.headers.first(name: "connection")?.lowercased() == "close")
        if pace.mustCloseAfterAnswer { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        heads.complete(&head)
        isStreaming = head.headers.first(name: "content-type") == EventText.mediaType
        // Reading goes on, because only the end of the input shows soon that the reader has gone.
        if isStreaming { context?.read() }
        return head
    }

    /// Writes a whole answer to a request that was read whole, past the encoder. False when it goes nowhere any more.
    func write(_ answer: AnswerWriter.Answer) -> Bool {
        guard !isLingering, let context, context.channel.isActive else { return false }
        pace.beginAnswer(saying: answer.closes)
        answerBytes = answer.bytes.readableBytes
        let isTooMuch = !backlog.add(answerBytes)
        if isTooMuch, !untaken.isEmpty { giveUp(context) }
        finishAnswer(context, nil) { intake.write(answer.bytes, promise: $0) }
        return true
    }

    /// `write` writes the last of an answer. Once it is flushed, it is no more of the backlog.
    private func finishAnswer(
        _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?,
        _ write: (EventLoopPromise<Void>) -> Void
    ) {
        let closes = pace.answered(at: .now())
        isStreaming = false
        untaken.append(answerBytes)
        answerBytes = 0
        let flushed = promise ?? context.eventLoop.makePromise()
        flushed.futureResult.assumeIsolated().whenComplete { _ in
            self.pace.flushed(at: .now())
            self.backlog.remove(self.untaken.popFirst() ?? 0)
            if closes { self.linger(context) }
        }
        write(flushed)
        if let objection, !closes, !pace.owesAnswer { return refuse(context, with: objection) }
        intake.goOn()
    }

    /// `write` writes a piece of an answer that has no end. Once it is flushed, it is no more of the backlog.
    private func writePiece(
        _ context: ChannelHandlerContext, _ count: Int, _ promise: EventLoopPromise<Void>?,
        _ write: (EventLoopPromise<Void>) -> Void
    ) {
        let isTooMuch = !backlog.add(count)
        if isTooMuch, !untaken.isEmpty { giveUp(context) }
        untaken.append(count)
        pace.wrotePiece(at: .now())
        let flushed = promise ?? context.eventLoop.makePromise()
        flushed.futureResult.assumeIsolated().whenComplete { _ in
            self.pace.flushed(at: .now())
            self.backlog.remove(self.untaken.popFirst() ?? 0)
        }
        write(flushed)
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
        context.eventLoop.assumeIsolated().execute { context.close(promise: nil) }
    }

    // MARK: Endings

    /// Answers in the server's place and gives the connection up.
    private func refuse(_ context: ChannelHandlerContext, with problem: Problem) {
        guard pace.isBetweenAnswers, context.channel.isActive else { return context.close(promise: nil) }
        isLingering = true
        intake.write(answers.answer(to: problem).bytes, promise: nil)
        context.flush()
        linger(context)
    }

    /// Closes our side and waits a little for the client to see the answer: a close with unread bytes in the socket
    /// would reset the connection and could destroy it.
    private func linger(_ context: ChannelHandlerContext) {
        isLingering = true
        stopClocks()
        context.close(mode: .output, promise: nil)
        intake.goOn()
        tick = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(2)) { context.close(promise: nil) }
        context.read()
    }

    private func discard(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        if case .body(let bytes) = part { lingeredBytes += bytes.readableBytes }
        if lingeredBytes > limits.bodySize { context.close(promise: nil) }
    }
}

extension ConnectionGuard: Intake.Owner {
    var takesMore: Bool { isLingering || pace.isReading || (isWritable && !pace.owesAnswer) }
    var isReadingBody: Bool { pace.isReading }
}
