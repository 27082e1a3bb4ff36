import Foundation
import Testing

@testable import ProfileCore

@Suite("The stored form from version to version")
struct StoredFormTests {
    @Test("bytes of a version before are read, and give what its facts give", arguments: ["format-2.txt"])
    func golden(name: String) throws {
        let file = try GoldenFile(named: name)
        let records = try file.records()
        #expect(records.count == 60)
        #expect(records.map { Stored.bytes(of: RecordPayload($0)) } == file.payloads.map(\.bytes), "written again")
        let state = try Stored.value(ProfileState.self, from: file.state)
        #expect(state.summary.derivation == 2)
        #expect(Stored.bytes(of: state) == file.state, "written again it is the same")
        #expect(state.derived(by: 2) == GoldenFile.state(of: records).derived(by: 2))
    }

    @Test(
        "the fields of each part are numbered from 0 without gaps, and fit into a mask", arguments: RecordKind.allCases)
    func numbers(kind: RecordKind) {
        var parts = [kind.fields]
        while let fields = parts.popLast() {
            let numbers = fields.compactMap(\.number)
            #expect(numbers == Array(0..<numbers.count) && numbers.count < 64)
            parts += fields.map(\.type.members).filter { !$0.isEmpty }
        }
    }

    @Test("a statement of some members stays one while it waits in a file to be filed")
    func parts() throws {
        var generator = RecordGenerator(seed: 7)
        for _ in 0..<20 {
            let whole = generator.record()
            let part = SourceRecord(
                key: whole.key, updatedAt: whole.updatedAt, isTimedByArrival: whole.isTimedByArrival,
                identifiers: whole.identifiers, unlinked: whole.unlinked, body: whole.body,
                extent: .part(stating: ["status", "address/city"], removing: ["channel"]))
            let assuming = SourceRecord(
                key: whole.key, updatedAt: whole.updatedAt, isTimedByArrival: false, identifiers: whole.identifiers,
                body: whole.body, extent: .part(stating: ["status"], removing: [], assuming: ["placed_at"]))
            for record in [whole, part, assuming] {
                #expect(try Stored.value(SourceRecord.self, from: Stored.bytes(of: record)) == record)
            }
        }
    }

    @Test("fields that a later version wrote are carried through steps, wherever they stand")
    func unknownFields() throws {
        var state = Self.state(of: 40)
        state.unknownFields = [90, 1, 7]
        state.summary.unknownFields = [91, 2, 8, 8]
        state.summary.contact.unknownFields = [92, 3, 9, 9, 9]
        state.summary.purchases.unknownFields = [93, 1, 0]
        var found = try Stored.value(ProfileState.self, from: Stored.bytes(of: state))
        #expect(found == state)
        var generator = RecordGenerator(seed: 99)
        found.summary.add(generator.record(), at: GoldenFile.moment) { _ in .strong }
        found = try Stored.value(ProfileState.self, from: Stored.bytes(of: found))
        #expect(found.unknownFields == state.unknownFields)
        #expect(found.summary.unknownFields == state.summary.unknownFields)
        #expect(found.summary.contact.unknownFields == state.summary.contact.unknownFields)
        #expect(found.summary.purchases.unknownFields == state.summary.purchases.unknownFields)
    }

    @Test("a state that a later version folded stays its own until a fact comes or goes")
    func laterDerivation() throws {
        let later = ProfileSummary.derivation + 5
        var generator = RecordGenerator(seed: 5)
        let (first, second) = (generator.record(), generator.record())
        var summary = ProfileSummary()
        summary.add(first, at: GoldenFile.moment) { _ in nil }
        summary.derivation = later
        #expect(try Stored.value(ProfileSummary.self, from: Stored.bytes(of: summary)).derivation == later)
        var (more, less) = (summary, summary)
        more.add(second, at: GoldenFile.moment) { _ in nil }
        less.remove(first)
        #expect(more.derivation == ProfileSummary.derivation && less.derivation == ProfileSummary.derivation)
        #expect(summary.combined(with: more, at: GoldenFile.moment).derivation == ProfileSummary.derivation)
    }

    @Test("a state of an earlier derivation stays one through steps, and where it joins another")
    func earlierDerivation() {
        var generator = RecordGenerator(seed: 6)
        var summary = ProfileSummary()
        summary.derivation = ProfileSummary.derivation - 1
        summary.add(generator.record(), at: GoldenFile.moment) { _ in nil }
        #expect(summary.derivation == ProfileSummary.derivation - 1)
        let joined = ProfileSummary().combined(with: summary, at: GoldenFile.moment)
        #expect(joined.derivation == ProfileSummary.derivation - 1)
    }

    @Test("a part of a later derivation is absent in a state of an earlier one, and is not half counted")
    func absentPart() throws {
        var state = Self.state(of: 40)
        #expect((state.summary.contact.handling?.sample ?? 0) > 1)
        state.summary.derivation = 2
        var found = try Stored.value(ProfileState.self, from: Stored.bytes(of: state))
        #expect(found.summary.contact.handling == nil)
        var interaction = InteractionRecord(occurredAt: GoldenFile.moment, channel: "chat")
        interaction.durationSeconds = 60
        let record = SourceRecord(
            key: FactKey(kind: .interaction, source: "desk", id: "1"), updatedAt: GoldenFile.moment,
            isTimedByArrival: false, identifiers: [], body: .interaction(interaction))
        found.summary.add(record, at: GoldenFile.moment) { _ in nil }
        #expect(found.summary.contact.handling == nil)
        #expect(ProfileSummary().combined(with: found.summary, at: GoldenFile.moment).contact.handling == nil)
        #expect(try Stored.value(ProfileState.self, from: Stored.bytes(of: found)) == found)
    }

    @Test("members that a later version added to a record are passed over")
    func laterMembers() throws {
        var interaction = InteractionRecord(occurredAt: GoldenFile.moment, channel: "chat")
        interaction.topic = "delivery"
        let record = SourceRecord(
            key: FactKey(kind: .interaction, source: "desk", id: "1"), updatedAt: GoldenFile.moment,
            isTimedByArrival: false, identifiers: [], body: .interaction(interaction))
        var bytes = Stored.bytes(of: RecordPayload(record))
        // Format, kind, flag and two empty lists stand before the mask of the members; the next bits are 11 and 12.
        #expect(bytes[5] == 1)
        bytes.replaceSubrange(5...5, with: [0x81, 0x30])
        bytes += [2, 0xAA, 0xBB, 0]
        let found = try Stored.value(RecordPayload.self, from: bytes)
        #expect(try found.record(key: record.key, updatedAt: record.updatedAt) == record)
        #expect(throws: DecodingFailure.self) { try Stored.value(RecordPayload.self, from: bytes.dropLast(2)) }
    }

    @Test("a field that was added to a record is read, and passed over by the version before")
    func addedField() throws {
        let record = GrownRecord(name: "Ada", size: 38, nickname: "A")
        let bytes = Stored.bytes(of: record)
        #expect(try Stored.value(GrownRecord.self, from: bytes) == record)
        #expect(try Stored.value(EarlierRecord.self, from: bytes) == EarlierRecord(name: "Ada", size: 38))
        let earlier = Stored.bytes(of: EarlierRecord(name: "Ada", size: nil))
        #expect(try Stored.value(GrownRecord.self, from: earlier) == GrownRecord(name: "Ada"))
    }

    @Test("a member within lists has the type of its field")
    func typeAtPath() {
        guard case .decimal = RecordKind.order.type(at: ["lines", "unit_price"]) else {
            return #expect(Bool(false), "unit_price is an amount")
        }
        #expect(RecordKind.order.type(at: ["lines", "price"]) == nil)
    }

    private static func state(of count: Int) -> ProfileState {
        var generator = RecordGenerator(seed: 11)
        var records: [FactKey: SourceRecord] = [:]
        for _ in 0..<count {
            let record = generator.record()
            records[record.key] = record
        }
        return GoldenFile.state(of: records.values.sorted { $0.key < $1.key })
    }
}

extension ProfileState {
    /// As if only what an earlier derivation knows had been folded.
    fileprivate func derived(by derivation: Int) -> ProfileState {
        var state = self
        state.summary.derivation = derivation
        state.summary.contact.lackParts(after: derivation)
        if derivation < PromiseSummary.since { state.summary.promises = nil }
        if derivation < JourneySummary.since { state.summary.journey = nil }
        if derivation < OrderDigest.listsGoodsSince {
            let (open, recent) = (state.summary.purchases.open.list, state.summary.purchases.recent.list)
            state.summary.purchases.open.list = Recent(items: open.items.map(\.withoutGoods), total: open.total)
            state.summary.purchases.recent.list = Recent(items: recent.items.map(\.withoutGoods), total: recent.total)
        }
        return state
    }
}

extension OrderDigest {
    fileprivate var withoutGoods: OrderDigest {
        OrderDigest(
            source: source, id: id, placedAt: placedAt, status: status, total: total, currency: currency, items: items,
            expectedDelivery: expectedDelivery, trackingURL: trackingURL, customerDetails: customerDetails)
    }
}

/// A record as a version has it that knows one field more.
private struct GrownRecord: RecordPart {
    var name = ""
    var size: Int?
    var nickname: String?

    static var blank: GrownRecord { GrownRecord() }

    mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.required("name"), .word, &name)
        fields.integer(.descriptive(0, "size"), .whole(0...60), &size)
        fields.text(.added(1, "nickname"), .word, &nickname)
    }
}

private struct EarlierRecord: RecordPart {
    var name = ""
    var size: Int?

    static var blank: EarlierRecord { EarlierRecord() }

    mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.required("name"), .word, &name)
        fields.integer(.descriptive(0, "size"), .whole(0...60), &size)
    }
}
