/// What a customer was promised, in a form that single promises can be added to and taken from.
package struct PromiseSummary: PartedSummary {
    package typealias Event = CountedPromise

    /// The first derivation of a profile that had it.
    package static let since = 5

    package var outcomes = PromiseOutcomes()
    package var open = NewestList<OpenPromises>()
    package var broken = NewestList<BrokenPromises>()
    package var tallies = PromiseTallies()
    package var unknownFields: [UInt8] = []

    package init() {}

    package mutating func forEachPart<Operation: PartOperation<CountedPromise>>(
        with other: PromiseSummary, _ operation: Operation, _ context: inout Operation.Context
    ) throws(Operation.Failure) {
        try operation.apply(to: &outcomes, other.outcomes, &context)
        try operation.apply(to: &open, other.open, &context)
        try operation.apply(to: &broken, other.broken, &context)
        try operation.apply(to: &tallies, other.tallies, &context)
    }
}

/// A promise as the parts count it.
package struct CountedPromise: CountedEvent {
    let record: PromiseRecord
    let key: FactKey

    package static func loss(ofPart field: UInt64) -> SummaryLoss { .promisePart(field: field) }
}

/// How many promises came to which end.
package struct PromiseOutcomes: SummaryPart {
    package static let field: UInt64 = 1

    package var kept = 0
    package var broken = 0
    package var withdrawn = 0

    package init() {}

    package mutating func add(_ event: CountedPromise) { count(event, 1) }

    package mutating func remove(_ event: CountedPromise) { count(event, -1) }

    private mutating func count(_ event: CountedPromise, _ change: Int) {
        switch event.record.status {
        case .open: break
        case .kept: kept += change
        case .broken: broken += change
        case .withdrawn: withdrawn += change
        }
    }

    package mutating func combine(with other: PromiseOutcomes, within limits: SummaryLimits) {
        kept += other.kept
        broken += other.broken
        withdrawn += other.withdrawn
    }

    package func write(to writer: inout ByteWriter) {
        for number in [kept, broken, withdrawn] { writer.integer(number) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        (kept, broken, withdrawn) = (try reader.int(), try reader.int(), try reader.int())
    }
}

/// Promises that wait to be kept, those due first first: however many there are, none that is late is left out before
/// one that is not.
package enum OpenPromises: ListPlace {
    package static let field: UInt64 = 2
    package static let capacity = 50

    package static func item(of event: CountedPromise) -> PromiseDigest? {
        event.record.status == .open ? PromiseDigest(event.record, key: event.key) : nil
    }
}

/// The promises that were broken last.
package enum BrokenPromises: ListPlace {
    package static let field: UInt64 = 3
    package static let capacity = 8

    package static func item(of event: CountedPromise) -> PromiseDigest? {
        event.record.status == .broken ? PromiseDigest(event.record, key: event.key) : nil
    }
}

/// How promises ended, by who made them and what they were about. Those withdrawn count for nobody.
package struct PromiseTallies: SummaryPart {
    package static let field: UInt64 = 4

    /// By the agent's id.
    package var agents = SortedMap<String, PromiseTally>()
    package var topics = SortedMap<String, PromiseTally>()

    package init() {}

    package mutating func add(_ event: CountedPromise) {
        let promise = event.record
        guard promise.status != .withdrawn else { return }
        if let agent = promise.agent {
            agents.change(agent.id, from: PromiseTally()) { tally in
                tally.count(promise.status, 1)
                tally.name.add(agent.name, at: promise.promisedAt)
            }
        }
        if let topic = promise.topic { topics.change(topic, from: PromiseTally()) { $0.count(promise.status, 1) } }
    }

    package mutating func remove(_ event: CountedPromise) {
        let promise = event.record
        guard promise.status != .withdrawn else { return }
        if let agent = promise.agent {
            agents.change(agent.id, removingWhen: \.isEmpty) { tally in
                tally.count(promise.status, -1)
                tally.name.remove(agent.name, at: promise.promisedAt)
            }
        }
        if let topic = promise.topic {
            topics.change(topic, removingWhen: \.isEmpty) { $0.count(promise.status, -1) }
        }
    }

    package mutating func combine(with other: PromiseTallies, within limits: SummaryLimits) {
        agents = agents.combined(with: other.agents) { $0.combined(with: $1) }
        topics = topics.combined(with: other.topics) { $0.combined(with: $1) }
    }

    package func losses(without event: CountedPromise) -> [SummaryLoss] {
        guard let id = event.record.agent?.id else { return [] }
        return agents[id]?.isExact ?? true ? [] : [.promiseAgent(id)]
    }

    package func write(to writer: inout ByteWriter) {
        writer.words(agents)
        writer.words(topics)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        agents = try reader.words()
        topics = try reader.words()
    }
}

/// How the promises of one agent, or about one topic, ended.
package struct PromiseTally: Hashable, Sendable {
    package private(set) var open = 0
    package private(set) var kept = 0
    package private(set) var broken = 0
    /// An agent's name as last stated; nil when no promise names it.
    package var name: Latest<String>?

    package init(open: Int = 0, kept: Int = 0, broken: Int = 0, name: Latest<String>? = nil) {
        self.open = open
        self.kept = kept
        self.broken = broken
        self.name = name
    }

    package var total: Int { open + kept + broken }

    var isEmpty: Bool { total == 0 }

    var isExact: Bool { name?.isExact ?? true }

    fileprivate mutating func count(_ status: PromiseRecord.Status, _ change: Int) {
        switch status {
        case .open: open += change
        case .kept: kept += change
        case .broken: broken += change
        case .withdrawn: break
        }
    }

    func combined(with other: PromiseTally) -> PromiseTally {
        PromiseTally(
            open: open + other.open, kept: kept + other.kept, broken: broken + other.broken,
            name: name.combined(with: other.name))
    }
}

extension PromiseTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(name != nil)
        for number in [open, kept, broken] { writer.integer(number) }
        name?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            open: try reader.int(), kept: try reader.int(), broken: try reader.int(),
            name: presence.next() ? try Latest(from: &reader) : nil)
        try reader.pass(presence)
    }
}

/// What the profile shows of one promise.
package struct PromiseDigest: Recorded {
    /// In characters.
    static let textLimit = 300

    package let source: String
    package let id: String
    package let status: PromiseRecord.Status
    package let promisedAt: Timestamp
    /// In one line, and cut where it is long.
    package let text: String
    package let dueAt: Timestamp?
    package let dueOn: Day?
    package let settledAt: Timestamp?
    package let agent: Person?
    package let topic: String?
    package let orderID: String?
    package let interactionID: String?

    package init(_ promise: PromiseRecord, key: FactKey) {
        (source, id, status) = (key.source, key.id, promise.status)
        (promisedAt, text) = (promise.promisedAt, Self.line(promise.text))
        (dueAt, dueOn, settledAt) = (promise.dueAt, promise.dueOn, promise.settledAt)
        (agent, topic) = (promise.agent, promise.topic)
        (orderID, interactionID) = (promise.orderID, promise.interactionID)
    }

    /// Its place in a list, where what is greater comes first: when it was broken, else how soon it is due. One without
    /// a time comes last.
    package var at: Timestamp {
        guard status != .broken else { return settledAt ?? deadline ?? promisedAt }
        return Timestamp(milliseconds: deadline.map { -$0.milliseconds } ?? .min)
    }

    /// From this moment on it is late; nil where no time was promised. A day ends by UTC.
    package var deadline: Timestamp? { dueAt ?? dueOn?.advanced(by: 1).start }

    /// A text in one line of so many characters at most.
    static func line(_ text: String, upTo limit: Int = textLimit) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}

extension PromiseDigest: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            dueAt != nil, dueOn != nil, settledAt != nil, agent != nil, topic != nil, orderID != nil,
            interactionID != nil)
        writer.word(source)
        writer.string(id)
        writer.code(status, among: PromiseRecord.Status.list.cases)
        writer.moment(promisedAt)
        writer.string(text)
        if let dueAt { writer.moment(dueAt) }
        dueOn?.write(to: &writer)
        if let settledAt { writer.moment(settledAt) }
        agent?.write(to: &writer)
        if let topic { writer.word(topic) }
        if let orderID { writer.string(orderID) }
        if let interactionID { writer.string(interactionID) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        source = try reader.word()
        id = try reader.string()
        status = try reader.code(among: PromiseRecord.Status.list.cases, "promise status")
        promisedAt = try reader.moment()
        text = try reader.string()
        dueAt = presence.next() ? try reader.moment() : nil
        dueOn = presence.next() ? try Day(from: &reader) : nil
        settledAt = presence.next() ? try reader.moment() : nil
        agent = presence.next() ? try Person(from: &reader) : nil
        topic = presence.next() ? try reader.word() : nil
        orderID = presence.next() ? try reader.string() : nil
        interactionID = presence.next() ? try reader.string() : nil
        try reader.pass(presence)
    }
}
