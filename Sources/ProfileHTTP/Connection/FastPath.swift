import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// The fast path: answers plain reads of whole profiles, small writes of single records, small deliveries of webhooks
/// and small lookups of VIP answers on the very thread that read the request.
///
/// What memory holds is answered at once, below everything that the ordinary path needs: nothing is turned into the
/// types of the server, and no task on another thread wakes up. For other reads, and for what has a body once it is
/// here as a whole, a task of short steps on the same thread goes the ordinary path. All else goes on to the server
/// untouched, and so does everything behind it until it is answered, so that answers keep the order of their requests.
/// While the store is asked, what comes in waits here, and no more is read. A body that is not here as a whole takes at
/// most 16 KB of a connection.
final class FastPath: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Arrival {
        case part(NIOAny)
        case readComplete
        case event(Any)
        case error(any Error)
    }

    private enum Plan {
        case read(PlainRead)
        case small
    }

    private let responder: ClienteleResponder
    private let answers: AnswerWriter
    private let connection: ConnectionGuard
    /// A request that waits for its end.
    private var held: (data: NIOAny, head: HTTPRequestHead, plan: Plan, body: ByteBuffer)?
    /// The key that the last requests were sent with.
    private var key: KeyRing.Proof?
    private var durations: RequestDurations?
    /// Requests that went on to the server and are not answered yet.
    private var owed = 0
    /// Whether anything went on since the last time that reading was complete.
    private var hasPassed = false
    private var hasWritten = false
    private var isAsking = false
    /// Whether the connection ends once what is asked is answered.
    private var isLeaving = false
    private var arrivals: [Arrival] = []
    private var isReadWanted = false

    /// Answers go out through `connection`, which stands right before it.
    init(_ responder: ClienteleResponder, _ answers: AnswerWriter, _ connection: ConnectionGuard) {
        self.responder = responder
        self.answers = answers
        self.connection = connection
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAsking else { return arrivals.append(.part(data)) }
        switch unwrapInboundIn(data) {
        case .head(let head):
            if owed == 0, let plan = plan(for: head) {
                held = (data, head, plan, ByteBuffer())
            } else {
                owed += 1
                pass(data, context)
            }
        case .body(let bytes):
            if case .small? = held?.plan {
                held?.body.writeImmutableBuffer(bytes)
            } else {
                passHeld(context)
                pass(data, context)
            }
        case .end:
            guard !answers(context) else { return }
            passHeld(context)
            pass(data, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard arrivals.isEmpty else { return arrivals.append(.readComplete) }
        flushWritten(context)
        guard hasPassed || owed > 0 || held != nil else { return }
        hasPassed = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        guard arrivals.isEmpty else { return isReadWanted = true }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard isAsking else {
            // The server would take the connection for an idle one.
            passHeld(context)
            return context.fireUserInboundEventTriggered(event)
        }
        if event is ChannelShouldQuiesceEvent { isLeaving = true }
        arrivals.append(.event(event))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isAsking else { return arrivals.append(.error(error)) }
        passHeld(context)
        context.fireErrorCaught(error)
    }

    private func pass(_ data: NIOAny, _ context: ChannelHandlerContext) {
        hasPassed = true
        context.fireChannelRead(data)
    }

    private func passHeld(_ context: ChannelHandlerContext) {
        guard let held else { return }
        self.held = nil
        owed += 1
        pass(held.data, context)
        if held.body.readableBytes > 0 { pass(wrapInboundOut(.body(held.body)), context) }
    }

    private func plan(for head: HTTPRequestHead) -> Plan? {
        if let read = PlainRead(head) { return .read(read) }
        return SmallRequest.describes(head) ? .small : nil
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { owed -= 1 }
        context.write(data, promise: promise)
    }

    /// Whether the request is answered here. The server slows down a client that leaves answers unread.
    private func answers(_ context: ChannelHandlerContext) -> Bool {
        guard let held, context.channel.isWritable else { return false }
        let isAnswered =
            switch held.plan {
            case .read(let read): answers(read, held.head, context)
            case .small: asks(held.head, held.body, context)
            }
        if isAnswered { self.held = nil }
        return isAnswered
    }

    private func answers(_ read: PlainRead, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> Bool {
        let start = ContinuousClock.now
        guard let reference = reference(read) else { return false }
        if let profile = responder.context.service.remembered(reference) {
            if write(answers.answer(profile)) { note(head, since: start) }
            return true
        }
        return responder.context.service.leadsToFew(reference) && asks(head, ByteBuffer(), context)
    }

    /// What a read asks for; nil when it takes the ordinary path to answer, problems included.
    private func reference(_ read: PlainRead) -> ProfileReference? {
        let server = responder.context
        // While draining, use the ordinary path, which sends `Connection: close`.
        guard !server.readiness.isDraining else { return nil }
        key = server.keys.proof(in: read.authorization, after: key)
        guard let key, ProfileEndpoints.wholeProfile.access.allows(key.key),
            let name = PercentDecoding.decode(read.name)
        else { return nil }
        return server.normalizer.reference(name)
    }

    private func note(_ head: HTTPRequestHead, since start: ContinuousClock.Instant) {
        let route = ProfileEndpoints.wholeProfile
        let durations = self.durations ?? responder.context.metrics.durations(.get, route.path.text, 200)
        self.durations = durations
        responder.context.note(.get, route.path.text, 200, key?.key, since: start, in: durations)
        guard let spans = responder.context.spans else { return }
        RequestSpan(spans, .get, route.path.text, CallerTrace(head.headers), at: .before(start.duration(to: .now)))
            .end(200)
    }

    /// Goes the ordinary path, on this thread, if the server can read the head.
    private func asks(_ head: HTTPRequestHead, _ body: ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        guard let request = try? HTTPRequest(head, secure: false, splitCookie: false) else { return false }
        isAsking = true
        flushWritten(context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let channel = context.channel
        Task(executorPreference: EventLoopExecutor(context.eventLoop)) { [responder] in
            let request = Request(head: request, body: RequestBody(buffer: body))
            let response = await responder.respond(to: request, context: .init(channel: channel))
            let body = await response.wholeBody()
            let (handler, context) = bound.value
            handler.take(response, body, context)
        }
        return true
    }

    private func take(_ response: Response, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
        isAsking = false
        guard context.channel.isActive else { return arrivals = [] }
        var fields = response.headers
        // Clients that keep connections would only learn that this one ends when they lose the next request in it.
        if isLeaving { fields[.connection] = "close" }
        write(answers.answer(response.status, fields, body))
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
            case .error(let error): errorCaught(context: context, error: error)
            }
        }
        guard isReadWanted, arrivals.isEmpty else { return }
        isReadWanted = false
        context.read()
    }

    /// False when the connection takes no more answers.
    @discardableResult
    private func write(_ answer: AnswerWriter.Answer) -> Bool {
        guard connection.write(answer) else { return false }
        hasWritten = true
        return true
    }

    private func flushWritten(_ context: ChannelHandlerContext) {
        guard hasWritten else { return }
        hasWritten = false
        context.flush()
    }
}

extension Response {
    /// The body of an answer that is in memory as a whole.
    fileprivate func wholeBody() async -> ByteBuffer {
        let body = WholeBody()
        // It throws nothing that its writer does not throw.
        try? await self.body.write(body)
        return body.bytes
    }
}

/// Takes a body in, piece by piece.
private final class WholeBody: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
        bytes.writeImmutableBuffer(buffer)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Runs the steps of a task on the thread of a connection, so that none of them is handed to another thread and back.
///
/// Only for tasks of short steps: whatever else the thread has to do waits meanwhile.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

/// A read of a whole profile, asked in the plain way that the fast path answers.
struct PlainRead {
    /// The last part of the path, still percent-encoded.
    let name: Substring
    let authorization: String

    /// Nil when the head asks for anything else, or asks in any special way.
    init?(_ head: HTTPRequestHead) {
        guard head.method == .GET, head.version == .http1_1, head.uri.hasPrefix(Self.path) else { return nil }
        name = head.uri.dropFirst(Self.path.utf8.count)
        guard name.utf8.allSatisfy({ !Self.ending.contains($0) }) else { return nil }
        var authorization: String?
        for (field, value) in head.headers {
            if UnplainField.matches(field, value) || Self.isSpecial(field) { return nil }
            guard field.isField("authorization") else { continue }
            guard authorization == nil else { return nil }
            authorization = value
        }
        guard let authorization else { return nil }
        self.authorization = authorization
    }

    private static let path = String(ProfileEndpoints.wholeProfile.path.text.prefix { $0 != "{" })
    /// Further parts of the path, and a query, take the ordinary path.
    private static let ending = Array("/?#".utf8)

    private static func isSpecial(_ field: String) -> Bool {
        switch field.utf8.count {
        case 12: field.isField("content-type")
        case 13: field.isField("if-none-match")
        case 14: field.isField("content-length")
        default: false
        }
    }
}

/// A request with a small body that takes short steps to read and to answer, asked in a plain way: a write of a single
/// record, a delivery of a webhook, or a lookup of VIP answers.
enum SmallRequest {
    private static let greatestLength = 16 * 1024
    private static let records = "/v1/sources/"
    private static let deliveries = String(IncomingWebhookEndpoints.delivery.path.text.prefix { $0 != "{" })

    static func describes(_ head: HTTPRequestHead) -> Bool {
        guard head.version == .http1_1, isShort(head.method, head.uri) else { return false }
        var isMeasured = false
        for (field, value) in head.headers {
            if UnplainField.matches(field, value) || isSpecial(field) { return false }
            guard field.isField("content-length") else { continue }
            guard let length = Int(value), length <= greatestLength else { return false }
            isMeasured = true
        }
        return isMeasured
    }

    private static func isShort(_ method: HTTPMethod, _ path: String) -> Bool {
        switch method {
        case .PUT, .PATCH: path.hasPrefix(records)
        case .POST: path == VIPEndpoints.lookups.path.text || isDelivery(path)
        default: false
        }
    }

    private static func isDelivery(_ path: String) -> Bool {
        path.hasPrefix(deliveries) && !path.utf8.dropFirst(deliveries.utf8.count).contains(UInt8(ascii: "/"))
    }

    private static func isSpecial(_ field: String) -> Bool {
        switch field.utf8.count {
        case 6: field.isField("cookie")
        case 7: field.isField("upgrade")
        case 16: field.isField("content-encoding")
        default: false
        }
    }
}

/// A field by which any request asks for more than the fast path gives.
private enum UnplainField {
    static func matches(_ field: String, _ value: String) -> Bool {
        switch field.utf8.count {
        case 6: field.isField("expect")
        case 10: field.isField("connection") && value.lowercased() != "keep-alive"
        case 17: field.isField("transfer-encoding")
        default: false
        }
    }
}
