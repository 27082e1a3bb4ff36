import CMalloc
import Dispatch
import NIOCore
import ProfileStore
import Synchronization

/// Stands before HTTP decoding and lets bytes in only as fast as their answers are taken.
///
/// A client may send thousands of requests in one go and never read an answer. Decoded, a request takes ten times the
/// room of its bytes, and its answer fifty times; so bytes wait here undecoded, and nothing more is read from the
/// socket, until what came before is answered and there is room for the next answer.
final class Intake: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Knows how far the connection is.
    protocol Owner: AnyObject {
        /// Whether another request may be looked at, or more of the one that is being read.
        var takesMore: Bool { get }
        var isReadingBody: Bool { get }
    }

    /// A few requests, of which bodies are seldom so short that many fit into it.
    private static let step = 2048
    private static let bodyStep = 64 * 1024
    /// The kernel hands over all it has when the client closes its side.
    private static let most = 1024 * 1024

    weak var owner: (any Owner)?
    private let backlog: Backlog
    private var context: ChannelHandlerContext?
    private var held = CircularBuffer<ByteBuffer>()
    private var heldBytes = 0
    private var isFeeding = false
    private var isScheduled = false
    private var isReadWanted = false
    private var isInputClosed = false

    init(_ backlog: Backlog) {
        self.backlog = backlog
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        forget()
    }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        held.append(bytes)
        heldBytes += bytes.readableBytes
        let isTooMuch = !backlog.add(bytes.readableBytes) || heldBytes > Self.most
        if isTooMuch, !(owner?.takesMore ?? true) { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard !held.isEmpty else { return context.fireChannelReadComplete() }
        feed(context)
    }

    func read(context: ChannelHandlerContext) {
        guard held.isEmpty else { return isReadWanted = true }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if !held.isEmpty, case .inputClosed = event as? ChannelEvent { return isInputClosed = true }
        context.fireUserInboundEventTriggered(event)
    }

    /// Writes bytes as they are, past the encoder.
    func write(_ bytes: ByteBuffer, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.write(wrapOutboundOut(bytes), promise: promise)
    }

    /// Looks again whether more may be let in, after the caller returns.
    func goOn() {
        goOn(in: .zero)
    }

    /// A thread runs all that is due before it looks at its sockets again, so that a delay of nothing is no pause.
    private func goOn(in delay: TimeAmount) {
        guard let context, !held.isEmpty, !isFeeding, !isScheduled else { return }
        isScheduled = true
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            self.isScheduled = false
            self.feed(context)
        }
    }

    /// One step at a time: other connections of the same thread have their turn in between.
    private func feed(_ context: ChannelHandlerContext) {
        guard !isFeeding else { return }
        isFeeding = true
        if owner?.takesMore ?? true {
            repeat {
                guard let bytes = next() else { break }
                context.fireChannelRead(wrapInboundOut(bytes))
            } while owner?.isReadingBody ?? true
            context.fireChannelReadComplete()
        }
        isFeeding = false
        guard held.isEmpty else {
            if owner?.takesMore ?? true { goOn(in: .milliseconds(1)) }
            return
        }
        if isInputClosed {
            isInputClosed = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        guard isReadWanted else { return }
        isReadWanted = false
        context.read()
    }

    private func next() -> ByteBuffer? {
        guard !held.isEmpty else { return nil }
        let step = owner?.isReadingBody ?? true ? Self.bodyStep : Self.step
        let count = min(step, held[held.startIndex].readableBytes)
        let bytes = held[held.startIndex].readSlice(length: count)
        if held[held.startIndex].readableBytes == 0 { held.removeFirst() }
        heldBytes -= count
        backlog.remove(count)
        return bytes
    }

    private func forget() {
        backlog.remove(heldBytes)
        heldBytes = 0
        held.removeAll()
    }
}

/// How many bytes wait for clients that do not take them, on all connections together.
final class Backlog: Sendable {
    /// What the heap keeps of less than this is soon used again.
    private static let worthGivingBack = 16 << 20

    private let limit: Int
    private let total = Atomic<Int>(0)
    private let most = Atomic<Int>(0)
    private let refusals = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// False when it is too much for all together.
    func add(_ bytes: Int) -> Bool {
        let sum = total.wrappingAdd(bytes, ordering: .relaxed).newValue
        if sum > Self.worthGivingBack, sum > most.load(ordering: .relaxed) { most.store(sum, ordering: .relaxed) }
        return sum <= limit
    }

    func remove(_ bytes: Int) {
        guard bytes > 0 else { return }
        let rest = total.wrappingSubtract(bytes, ordering: .relaxed).newValue
        guard most.load(ordering: .relaxed) > Self.worthGivingBack, rest < Self.worthGivingBack / 4,
            most.exchange(0, ordering: .relaxed) > 0
        else { return }
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + 1) { malloc_trim(0) }
    }

    /// A connection was closed because it took nothing.
    func noteRefusal() {
        refusals.wrappingAdd(1, ordering: .relaxed)
    }

    var metrics: [Metric] {
        [
            Metric(
                "http_backlog_bytes", .gauge(total.load(ordering: .relaxed)),
                help: "Bytes of requests and answers that wait for clients to take what came before."),
            Metric(
                "http_stalled_connections", .counter(refusals.load(ordering: .relaxed)),
                help: "Connections that were closed because their clients left answers unread."),
        ]
    }
}
