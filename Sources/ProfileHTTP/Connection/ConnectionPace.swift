import HTTPTypes
import NIOCore
import NIOHTTP1

/// Which requests have other times than most for their bodies to come.
struct BodyPaths: Sendable {
    /// Bodies of any size and duration.
    private let streams: Set<String>
    /// Anyone may send a body there, and what one proves, if anything, is in the body.
    private let unproved: Set<String>
    /// What such paths begin with where they name something.
    private let unprovedBeginnings: [String]

    init(_ routes: [Route]) {
        streams = Set(routes.filter { $0.body == .recordStream }.map(\.path.text))
        let open = routes.filter { $0.isUnproved }.map(\.path.text)
        unproved = Set(open.filter { !$0.contains("{") })
        unprovedBeginnings = open.filter { $0.contains("{") }.map { String($0.prefix { $0 != "{" }) }
    }

    func isStream(_ head: HTTPRequestHead) -> Bool {
        head.method == .POST && streams.contains(String(head.uri.prefix { $0 != "?" }))
    }

    /// A request with a key is not unproved: the key is checked before the body is read.
    func isUnproved(_ head: HTTPRequestHead) -> Bool {
        guard head.method == .POST else { return false }
        let path = head.uri.prefix { $0 != "?" }
        if unproved.contains(String(path)) { return !head.headers.contains(name: "authorization") }
        return unprovedBeginnings.contains { path.hasPrefix($0) && !path.dropFirst($0.count).contains("/") }
    }
}

extension Route {
    fileprivate var isUnproved: Bool {
        guard case .anyone = access, method == .post else { return false }
        return body != .none
    }
}

/// How one connection is doing: what it owes, what is owed to it, and since when.
struct ConnectionPace {
    enum Verdict {
        case goOn
        /// Without an answer: no request is open.
        case close
        /// The client leaves answers unread.
        case stalled
        /// The client is too slow with its request.
        case timeout
        /// The client is too slow with its stream; the reader of the stream answers.
        case dry
    }

    private let limits: HTTPLimits
    private let paths: BodyPaths

    private var headsRead = 0
    private var requestsRead = 0
    private var answers = 0
    private var isAnswerBegun = false
    private var isStream = false
    private var isDry = false
    private var expectsContinue = false
    /// The request after whose answer the client wants the connection closed.
    private var lastRequest: Int?

    private var headReadAt: NIODeadline
    private var deadline: Duration
    private var idleSince: NIODeadline
    private var unwritableSince: NIODeadline?
    private var unflushedSince: NIODeadline?
    private var unflushedAnswers = 0

    private var awaitsBytesSince: NIODeadline?
    private var awaited = TimeAmount.zero
    private var bytesInWindow = 0

    init(limits: HTTPLimits, paths: BodyPaths, now: NIODeadline) {
        self.limits = limits
        self.paths = paths
        deadline = limits.requestDeadline
        headReadAt = now
        idleSince = now
    }

    /// Often enough that no limit is overstepped by much more than a quarter.
    var tickInterval: TimeAmount {
        let least = min(
            limits.requestDeadline, limits.unprovedDeadline, limits.idleTimeout, limits.writeStallDeadline,
            limits.streamWindow)
        return max(.milliseconds(10), TimeAmount(least / 4))
    }

    /// Whether an answer could be written now without breaking into another one or taking its turn.
    var isBetweenAnswers: Bool { !isAnswerBegun && headsRead - answers <= 1 }

    /// Whether a whole request was handed on and is not answered yet.
    var owesAnswer: Bool { requestsRead > answers }

    /// Whether a request's head was handed on and its end is still to come.
    var isReading: Bool { headsRead > requestsRead }

    /// Whether the request was read whole after whose answer the connection ends.
    var hasReadLast: Bool { lastRequest.map { requestsRead >= $0 } ?? false }

    /// Whether a stream of records goes on that did not run dry.
    var isReadingStream: Bool { isReading && isStream && !isDry }

    mutating func begin(at now: NIODeadline) {
        idleSince = now
    }

    // MARK: Requests

    mutating func receivedHead(_ head: HTTPRequestHead, _ framing: Framing, at now: NIODeadline) {
        stopsAwaiting(at: now)
        headsRead += 1
        headReadAt = now
        awaited = .zero
        bytesInWindow = 0
        isStream = paths.isStream(head)
        deadline =
            paths.isUnproved(head)
            ? min(limits.unprovedDeadline, limits.requestDeadline) : limits.requestDeadline
        isDry = false
        expectsContinue = framing.expectsContinue
        if framing.closes, lastRequest == nil { lastRequest = headsRead }
    }

    mutating func receivedBytes(_ count: Int, at now: NIODeadline) {
        stopsAwaiting(at: now)
        bytesInWindow += count
        guard bytesInWindow >= limits.streamBytes else { return }
        awaited = .zero
        bytesInWindow = 0
    }

    mutating func receivedEnd(at now: NIODeadline) {
        stopsAwaiting(at: now)
        requestsRead += 1
    }

    private mutating func stopsAwaiting(at now: NIODeadline) {
        if let since = awaitsBytesSince { awaited = awaited + (now - since) }
        awaitsBytesSince = nil
    }

    mutating func awaitsBytes(at now: NIODeadline) {
        if awaitsBytesSince == nil { awaitsBytesSince = now }
    }

    /// Whether the client still waits for `100 Continue`.
    mutating func takesContinue() -> Bool {
        defer { expectsContinue = false }
        return expectsContinue && isReading && isBetweenAnswers
    }

    // MARK: Answers

    /// Notes that an answer begins, which may say that the connection ends with it.
    mutating func beginAnswer(saying closes: Bool) {
        isAnswerBegun = true
        let isIncomplete = requestsRead < answers + 1
        if isIncomplete || closes { lastRequest = answers + 1 }
    }

    /// Whether the connection ends with the answer that was begun.
    var mustCloseAfterAnswer: Bool { lastRequest.map { $0 <= answers + 1 } ?? false }

    /// Notes that an answer was written whole. The result is whether the connection ends now.
    mutating func answered(at now: NIODeadline) -> Bool {
        isAnswerBegun = false
        answers += 1
        unflushedAnswers += 1
        unflushedSince = unflushedSince ?? now
        idleSince = now
        return lastRequest.map { $0 <= answers } ?? false
    }

    /// Notes a piece of an answer that has no end: it has to be taken as soon as a whole answer has.
    mutating func wrotePiece(at now: NIODeadline) {
        unflushedAnswers += 1
        unflushedSince = unflushedSince ?? now
    }

    mutating func flushed(at now: NIODeadline) {
        unflushedAnswers -= 1
        unflushedSince = unflushedAnswers > 0 ? now : nil
        idleSince = now
    }

    mutating func isWritable(_ isWritable: Bool, at now: NIODeadline) {
        unwritableSince = isWritable ? nil : now
    }

    // MARK: Judgement

    mutating func verdict(at now: NIODeadline) -> Verdict {
        if isStalled(since: unwritableSince, now) || isStalled(since: unflushedSince, now) { return .stalled }
        if isReading, isStream {
            guard !isDry, isRunDry(at: now) else { return .goOn }
            isDry = true
            return .dry
        }
        if isReading { return now - headReadAt > TimeAmount(deadline) ? .timeout : .goOn }
        let isIdle = headsRead == answers && now - idleSince > TimeAmount(limits.idleTimeout)
        return isIdle ? .close : .goOn
    }

    private func isStalled(since moment: NIODeadline?, _ now: NIODeadline) -> Bool {
        moment.map { now - $0 > TimeAmount(limits.writeStallDeadline) } ?? false
    }

    private func isRunDry(at now: NIODeadline) -> Bool {
        awaited + (awaitsBytesSince.map { now - $0 } ?? .zero) > TimeAmount(limits.streamWindow)
    }

    /// Whether nothing has come for a while although it is waited for.
    func isSilent(at now: NIODeadline) -> Bool {
        awaitsBytesSince.map { now - $0 >= TimeAmount(limits.streamPatience) } ?? false
    }
}

/// Ends the reading of a stream of which too little comes.
struct StreamRanDry: Error {}
