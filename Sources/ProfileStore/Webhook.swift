package import ProfileCore

/// An endpoint of another system that is told what changes.
package struct Webhook: Hashable, Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case standard
        case cloudEvents = "cloudevents"
    }

    /// Why nothing is told it.
    package enum Halt: String, CaseIterable, Sendable {
        case paused
        /// It answered that it is gone.
        case gone
        /// For days no message arrived.
        case failing
    }

    /// What a person settles about it.
    package struct Settings: Hashable, Sendable {
        package var url: String
        package var description: String?
        package var filter: WebhookFilter
        package var format: Format

        package init(url: String, description: String?, filter: WebhookFilter, format: Format) {
            self.url = url
            self.description = description
            self.filter = filter
            self.format = format
        }
    }

    /// What messages are signed with, as it is kept.
    package struct Secret: Hashable, Sendable {
        package let sealed: [UInt8]
        /// Nil for the present one.
        package var until: Timestamp?

        package init(sealed: [UInt8], until: Timestamp? = nil) {
            self.sealed = sealed
            self.until = until
        }
    }

    /// A walk through the feed, to tell of profiles though nothing happens to them.
    package struct Round: Hashable, Sendable {
        package var position: FeedPosition
        /// What changed after this is told without it.
        package let end: FeedPosition
        /// Only what changed since; nil for everything.
        package let since: Timestamp?

        package init(upTo end: FeedPosition, since: Timestamp?) {
            position = .start
            self.end = end
            self.since = since
        }
    }

    package let id: String
    package let createdAt: Timestamp
    package var settings: Settings
    package var secrets: [Secret]
    package var halt: Halt?
    package var haltedAt: Timestamp?
    /// Up to here all that happened is queued or told.
    package var position: FeedPosition
    /// The end of the feed that was reached last.
    package var known: FeedPosition
    package var round: Round?
    /// Since when nothing arrives; nil when the last message did.
    package var failingSince: Timestamp?
    /// About when an attempt failed last, while nothing arrives.
    package private(set) var failedAt: Timestamp?
    /// About when a message arrived last.
    package private(set) var deliveredAt: Timestamp?
    /// Until when it asked to be told nothing.
    private var restsUntil: Timestamp?

    package init(id: String, createdAt: Timestamp, settings: Settings, secrets: [Secret], position: FeedPosition) {
        self.id = id
        self.createdAt = createdAt
        self.settings = settings
        self.secrets = secrets
        self.position = position
        known = position
    }

    /// How long nothing may arrive, in milliseconds.
    private static let patience = 5 * Timestamp.millisecondsPerDay
    /// For so long failures may be those of single messages, in milliseconds.
    private static let doubt: Int64 = 2_000
    private static let longestPause: Int64 = 60_000
    /// An attempt that failed says nothing of one that fails so much later, in milliseconds: no message waits for its
    /// next attempt for as long, so that nothing was sent in between.
    private static let memory: Int64 = 30 * 3_600_000
    /// How closely it is noted when something arrived, or failed, last, in milliseconds, so that not every message has
    /// the endpoint stored.
    private static let grain: Int64 = 1_000

    /// Takes in what came of a message. An endpoint that wants nothing any more, or that nothing reached for days, is
    /// told nothing until a person says so.
    package mutating func note(_ answer: DeliveryAnswer, at now: Timestamp) {
        switch DeliveryVerdict(answer) {
        case .delivered:
            (failingSince, failedAt) = (nil, nil)
            deliveredAt = noting(now, after: deliveredAt)
        case .unwanted: stop(as: .gone, at: now)
        case .failed:
            let since = isFailing(at: now) ? failingSince ?? now : now
            (failingSince, failedAt) = (since, noting(now, after: failedAt))
            if now.milliseconds - since.milliseconds >= Self.patience { stop(as: .failing, at: now) }
        }
        guard let rest = answer.wishedRest else { return }
        restsUntil = max(restsUntil ?? now, now.advanced(bySeconds: rest))
    }

    private func isFailing(at now: Timestamp) -> Bool {
        failingSince != nil && failedAt.map { now.milliseconds - $0.milliseconds < Self.memory } ?? true
    }

    private func noting(_ now: Timestamp, after former: Timestamp?) -> Timestamp {
        guard let former, now.milliseconds - former.milliseconds < Self.grain else { return now }
        return former
    }

    /// Ends what failures before have to say.
    package mutating func forgetFailures() {
        (failingSince, failedAt, restsUntil) = (nil, nil, nil)
    }

    /// Has it told again at once, though it asked to wait.
    package mutating func endRest() {
        restsUntil = nil
    }

    /// Until when it asked to be told nothing; nil once that is over.
    package func rest(at now: Timestamp) -> Timestamp? {
        restsUntil.flatMap { $0 > now ? $0 : nil }
    }

    /// How long to send nothing more, in milliseconds: as long as it asked for, and the longer, the longer nothing
    /// arrived.
    package func pause(at now: Timestamp) -> Int64 {
        let rest = rest(at: now).map { $0.milliseconds - now.milliseconds } ?? 0
        guard let failingSince, isFailing(at: now) else { return rest }
        let elapsed = now.milliseconds - failingSince.milliseconds
        return max(rest, elapsed < Self.doubt ? 0 : min(elapsed / 8, Self.longestPause))
    }

    private mutating func stop(as reason: Halt, at now: Timestamp) {
        guard halt == nil else { return }
        (halt, haltedAt) = (reason, now)
    }

    /// The secrets that sign at a moment, the present one first.
    package func secrets(at now: Timestamp) -> [Secret] {
        secrets.filter { $0.until.map { $0 > now } ?? true }
    }
}

extension Webhook: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            settings.description != nil, halt != nil, haltedAt != nil, round != nil, failingSince != nil,
            deliveredAt != nil, failedAt != nil, restsUntil != nil)
        writer.string(id)
        writer.moment(createdAt)
        writer.string(settings.url)
        writer.string(settings.format.rawValue)
        settings.filter.write(to: &writer)
        writer.values(secrets)
        writer.string(position.description)
        writer.string(known.description)
        if let description = settings.description { writer.string(description) }
        if let halt { writer.string(halt.rawValue) }
        if let haltedAt { writer.moment(haltedAt) }
        if let round { round.write(to: &writer) }
        if let failingSince { writer.moment(failingSince) }
        if let deliveredAt { writer.moment(deliveredAt) }
        if let failedAt { writer.sized { $0.moment(failedAt) } }
        if let restsUntil { writer.sized { $0.moment(restsUntil) } }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (id, createdAt, url) = (try reader.string(), try reader.moment(), try reader.string())
        guard let format = Format(rawValue: try reader.string()) else { throw .invalid("format") }
        let filter = try WebhookFilter(from: &reader)
        let secrets: [Secret] = try reader.values()
        let (position, known) = (try reader.position(), try reader.position())
        let description = presence.next() ? try reader.string() : nil
        self.init(
            id: id, createdAt: createdAt,
            settings: Settings(url: url, description: description, filter: filter, format: format), secrets: secrets,
            position: position)
        self.known = known
        if presence.next() { halt = Halt(rawValue: try reader.string()) ?? .paused }
        if presence.next() { haltedAt = try reader.moment() }
        if presence.next() { round = try Round(from: &reader) }
        if presence.next() { failingSince = try reader.moment() }
        if presence.next() { deliveredAt = try reader.moment() }
        if presence.next() { failedAt = try reader.sized { reader throws(DecodingFailure) in try reader.moment() } }
        if presence.next() { restsUntil = try reader.sized { reader throws(DecodingFailure) in try reader.moment() } }
        try reader.pass(presence)
    }
}

extension Webhook.Secret: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(until != nil)
        writer.count(sealed.count)
        for byte in sealed { writer.byte(byte) }
        if let until { writer.moment(until) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        var sealed: [UInt8] = []
        for _ in 0..<(try reader.count()) { sealed.append(try reader.byte()) }
        self.init(sealed: sealed, until: presence.next() ? try reader.moment() : nil)
        try reader.pass(presence)
    }
}

extension Webhook.Round: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(since != nil)
        writer.string(position.description)
        writer.string(end.description)
        if let since { writer.moment(since) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (position, end) = (try reader.position(), try reader.position())
        self.init(upTo: end, since: presence.next() ? try reader.moment() : nil)
        self.position = position
        try reader.pass(presence)
    }
}

extension ByteReader {
    fileprivate mutating func position() throws(DecodingFailure) -> FeedPosition {
        guard let position = FeedPosition(try string()) else { throw .invalid("position") }
        return position
    }
}
