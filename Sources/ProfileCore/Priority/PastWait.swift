/// One wait in a queue: its start, its end, and the profile of who waited.
package struct PastWait: Hashable, Sendable {
    /// The caller's name of the queue.
    package let queue: String
    package let arrivedAt: Timestamp
    /// No earlier than they arrived.
    package let servedAt: Timestamp
    /// Nil for somebody unknown.
    package let profile: ProfileID?
    /// Tells unknown people apart who came together, and says no more of them: 16 bits of a hash.
    package let mark: UInt16

    package init(queue: String, arrivedAt: Timestamp, servedAt: Timestamp, profile: ProfileID?, mark: UInt16 = 0) {
        self.queue = queue
        self.mark = mark
        self.arrivedAt = arrivedAt
        self.servedAt = max(arrivedAt, servedAt)
        self.profile = profile
    }

    /// The wait that an interaction states; nil where it states none, or began at another time.
    package init?(statedBy fact: Fact, in past: ClosedRange<Timestamp>) {
        guard case .interaction(let record) = fact.record.body, record.direction == .inbound,
            let wait = record.waitSeconds, past.contains(record.occurredAt)
        else { return nil }
        self.init(
            queue: record.channel, arrivedAt: record.occurredAt,
            servedAt: record.occurredAt.advanced(bySeconds: Int64(wait)), profile: fact.filing.profile)
    }

    package var seconds: Int { Int((servedAt.milliseconds - arrivedAt.milliseconds) / 1000) }

    /// The same wait without the profile.
    package var anonymous: PastWait {
        PastWait(queue: queue, arrivedAt: arrivedAt, servedAt: servedAt, profile: nil, mark: mark)
    }

    /// How far two counts of one wait may differ about its start, in seconds.
    package static let toleratedSeconds: Int64 = 60

    /// How far apart two sightings of one wait lie, in milliseconds; nil where they are of two. Somebody may have
    /// become known meanwhile.
    fileprivate func distance(to other: PastWait) -> Int64? {
        guard queue == other.queue, mark == other.mark else { return nil }
        guard profile == other.profile || profile == nil || other.profile == nil else { return nil }
        let apart = abs(arrivedAt.milliseconds - other.arrivedAt.milliseconds)
        return apart <= Self.toleratedSeconds * Timestamp.millisecondsPerSecond ? apart : nil
    }

    fileprivate func merged(with other: PastWait) -> PastWait {
        PastWait(
            queue: queue, arrivedAt: min(arrivedAt, other.arrivedAt), servedAt: max(servedAt, other.servedAt),
            profile: other.profile ?? profile, mark: mark)
    }
}

extension PastWait: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(profile != nil)
        writer.unsigned(UInt64(mark))
        writer.word(queue)
        writer.moment(arrivedAt)
        writer.moment(servedAt)
        if let profile { writer.id(profile) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        guard let mark = UInt16(exactly: try reader.unsigned()) else { throw .invalid("mark") }
        self.init(
            queue: try reader.word(), arrivedAt: try reader.moment(), servedAt: try reader.moment(),
            profile: presence.next() ? try reader.id() : nil, mark: mark)
        try reader.pass(presence)
    }
}

/// The waits of one day, merged from all nodes.
package struct WaitLog: Hashable, Sendable {
    /// When there are more, the latest are kept: of a stretch of the day then everybody is known, which is what a
    /// rehearsal needs.
    package static let capacity = 10_000

    package let day: Day
    /// By their arrival.
    package private(set) var waits: [PastWait]

    package init(on day: Day, _ waits: [PastWait] = []) {
        self.day = day
        self.waits = waits.latest(Self.capacity)
    }

    /// Merges the waits that one node saw. A router may ask two nodes in turn, so each sees a part of the same wait.
    package mutating func take(_ seen: [PastWait]) {
        var matched: Set<Int> = []
        var new: [PastWait] = []
        for wait in seen {
            if let place = place(of: wait, without: matched) {
                matched.insert(place)
                waits[place] = waits[place].merged(with: wait)
            } else {
                new.append(wait)
            }
        }
        self = WaitLog(on: day, waits + new)
    }

    /// Nil when nobody of them waited.
    package func without(_ profiles: Set<ProfileID>) -> WaitLog? {
        let left = waits.filter { wait in wait.profile.map { !profiles.contains($0) } ?? true }
        return left.count < waits.count ? WaitLog(on: day, left) : nil
    }

    private func place(of wait: PastWait, without matched: Set<Int>) -> Int? {
        let near = waits.firstPlace { $0.arrivedAt >= wait.arrivedAt.advanced(bySeconds: -PastWait.toleratedSeconds) }
        let end = wait.arrivedAt.advanced(bySeconds: PastWait.toleratedSeconds)
        let candidates = (near..<waits.count).lazy.prefix { waits[$0].arrivedAt <= end }
        return candidates.filter { !matched.contains($0) }
            .compactMap { place in wait.distance(to: waits[place]).map { (place: place, apart: $0) } }
            .min { $0.apart < $1.apart }?.place
    }
}

extension [PastWait] {
    /// The latest `count` waits, sorted by arrival.
    package func latest(_ count: Int) -> [PastWait] {
        sorted { $0.arrivedAt < $1.arrivedAt }.suffix(count)
    }
}

extension WaitLog: Storable {
    package func write(to writer: inout ByteWriter) {
        day.write(to: &writer)
        writer.values(waits)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(on: try Day(from: &reader), try reader.values())
    }
}
