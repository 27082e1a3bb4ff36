import ProfileCore
import ProfileService
import ProfileWire

/// What the messages of a call make. Refunds among them are judged by their orders as these are stored, and then by
/// what the call says of them up to the time of the refund.
struct TrackedOrders {
    typealias Outcome = Result<MappedRecord, RowRejection>

    /// What a message says of an order: a statement, or a refund of it.
    private struct Event {
        let place: Int
        let time: Timestamp
        let statement: SourceRecord?
        let refund: SegmentRefund?

        /// Of one moment, a whole statement comes before what is said of the same order.
        var rank: Int {
            switch statement?.extent {
            case .whole, .wholeButFor: 0
            case .part, .pieced, nil: 1
            }
        }
    }

    /// Between the ids of an order and of what the mapping makes of refunds of some of its products.
    private static let noteMark = "-refund-"
    /// What is looked at of one order, and of a call.
    private static let (notesOfOrder, notesOfCall) = (100, 10_000)

    private let messages: [SegmentCall.Message]
    private let mapping: DocumentMapping
    private let decoder: RecordDecoder
    private var events: [FactKey: [Event]] = [:]
    private var refunds: [(place: Int, refund: SegmentRefund)] = []
    /// Of each message.
    private(set) var outcomes: [[Outcome]]
    /// What was stored of refunds before their orders came, as it is to be filed now. No message stated it.
    private(set) var completed: [SourceRecord] = []
    /// Credit notes in whose place an order says itself that it came back.
    private(set) var ended: [SourceRecord] = []

    init(_ messages: [SegmentCall.Message], by mapping: DocumentMapping, _ decoder: RecordDecoder) {
        (self.messages, self.mapping, self.decoder) = (messages, mapping, decoder)
        outcomes = messages.map { _ in [] }
    }

    /// Reads a message; of a refund, that it is one.
    mutating func read(_ place: Int) {
        guard case .success(let document) = messages[place].document else { return }
        if let refund = SegmentRefund(document) { return refunds.append((place, refund)) }
        outcomes[place] = mapping.decode(document, at: messages[place].place, by: decoder)
        for case .success(let mapped) in outcomes[place] where mapped.record.key.kind == .order {
            let (record, time) = (mapped.record, mapped.record.updatedAt)
            events[record.key, default: []].append(Event(place: place, time: time, statement: record, refund: nil))
        }
    }

    /// Judges the refunds, and those that came before an order that has come now.
    mutating func settle(from source: String, _ service: ProfileService) async throws {
        let completed = events.filter { $0.value.contains { $0.rank == 0 } }.map(\.key)
        var keys = Set(completed)
        for (place, refund) in refunds {
            guard case .success(let key) = decoder.key(kind: .order, source: source, id: refund.orderID) else {
                outcomes[place] = decode(refund, at: place, by: RefundLedger(stored: nil, notes: []))
                continue
            }
            let time = messages[place].happenedAt
            events[key, default: []].append(Event(place: place, time: time, statement: nil, refund: refund))
            keys.insert(key)
        }
        guard !keys.isEmpty else { return }
        let notes = try await self.notes(of: keys, from: source, service)
        let judged = keys.filter { key in
            notes[key]??.isEmpty == false || events[key]?.contains { $0.refund != nil } ?? false
        }
        guard !judged.isEmpty else { return }
        let stored = try await service.records(judged)
        var breather = Breather()
        for key in judged {
            settle(key, RefundLedger(stored: stored[key], notes: notes[key] ?? []))
            await breather.pause()
        }
    }

    /// Nil for an order that has too many of them, or behind which too many were found.
    private func notes(
        of orders: Set<FactKey>, from source: String, _ service: ProfileService
    ) async throws -> [FactKey: [SourceRecord]?] {
        let beginnings = Set(orders.map { $0.id + Self.noteMark })
        let limit = min(orders.count * (Self.notesOfOrder + 1), Self.notesOfCall)
        let found = try await service.records(.order, of: source, idsBeginning: beginnings, limit: limit)
        var notes: [FactKey: [SourceRecord]] = [:]
        for note in found {
            for mark in note.key.id.ranges(of: Self.noteMark) {
                let order = FactKey(kind: .order, source: source, id: String(note.key.id[..<mark.lowerBound]))
                if orders.contains(order) { notes[order, default: []].append(note) }
            }
        }
        let last = found.count < limit ? nil : found.last?.key.id
        var known: [FactKey: [SourceRecord]?] = [:]
        for order in orders {
            let own = notes[order] ?? []
            let isRead = last.map { Self.isBehind($0, notesOf: order) } ?? true
            known[order] = .some(isRead && own.count <= Self.notesOfOrder ? own : nil)
        }
        return known
    }

    /// Whether all notes of the order have ids before this one.
    private static func isBehind(_ id: String, notesOf order: FactKey) -> Bool {
        let beginning = order.id + noteMark
        return beginning.utf8.lexicographicallyPrecedes(id.utf8) && !id.utf8.starts(with: beginning.utf8)
    }

    private mutating func settle(_ order: FactKey, _ known: RefundLedger) {
        var ledger = known
        let events = (events[order] ?? []).sorted { ($0.time, $0.rank, $0.place) < ($1.time, $1.rank, $1.place) }
        let wholes = events.filter { $0.rank == 0 }
        let first = wholes.first?.statement
        var told = RefundLedger(stored: first, notes: [])
        if let first, ledger.order == nil { ledger.note(first) }
        for event in events {
            if let statement = event.statement {
                ledger.note(statement)
                told.note(statement)
            }
            guard let refund = event.refund else { continue }
            let exceeds = first != nil && self.exceeds(refund, at: event.place, &told) && ledger.isComplete
            let judged = decode(refund, at: event.place, by: ledger).map { Self.limit($0, by: &ledger) }
            outcomes[event.place] = exceeds ? judged.map(Self.warning) : judged
        }
        guard first != nil else { return }
        let late = ledger.completingNotes()
        completed += late.records
        ended += late.ended
    }

    private func decode(_ refund: SegmentRefund, at place: Int, by ledger: RefundLedger) -> [Outcome] {
        mapping.decode(refund.completed(by: ledger), at: messages[place].place, by: decoder)
    }

    /// Whether it gives back more than is left by what the messages of this call alone say: what others stated is not
    /// told to who may write.
    private func exceeds(_ refund: SegmentRefund, at place: Int, _ told: inout RefundLedger) -> Bool {
        var exceeds = false
        for case .success(let mapped) in decode(refund, at: place, by: told) {
            if told.taking(told.ended(by: mapped.record)).isLimited { exceeds = true }
        }
        return exceeds
    }

    private static func limit(_ outcome: Outcome, by ledger: inout RefundLedger) -> Outcome {
        guard case .success(let mapped) = outcome else { return outcome }
        let taken = ledger.taking(ledger.ended(by: mapped.record))
        return .success(MappedRecord(record: taken.record, warnings: mapped.warnings))
    }

    private static func warning(_ outcome: Outcome) -> Outcome {
        guard case .success(let mapped) = outcome, mapped.record.key.kind == .order else { return outcome }
        let problem = WireProblem(
            pointer: "", code: .exceedsOrder,
            detail: "more than is left of what the order is worth; what is left counts as refunded")
        let warnings = mapped.warnings + [RowRejection.Placed(line: 1, problem: problem)]
        return .success(MappedRecord(record: mapped.record, warnings: warnings))
    }
}
