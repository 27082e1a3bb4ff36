import ProfileCore
import Testing

@Suite("A record of a source that may not join attaches to one person and brings nobody else along")
struct AttachingTests {
    private static let rules = IdentityRules(
        declared: [:], trust: ["web": SourceTrust(states: ["email", "visitor"], joins: false)])
    private static let now = Timestamp(milliseconds: 1_780_000_000_000)
    private static let (ada, otto) = ("email:ada@example.com", "email:otto@example.com")

    @Test("It names two free addresses, whose owners come later or came before, and they stay two")
    func twoAddresses() {
        let form = activity("web", Self.ada, Self.otto)
        let owners = [customer("crm:1", Self.ada), customer("erp:2", Self.otto)]
        for records in [[form] + owners, owners + [form], [owners[1], form, owners[0]]] {
            let (decision, profiles) = decide(records)
            #expect(profiles["customer crm 1"] != profiles["customer erp 2"])
            #expect(profiles["activity web"] == profiles["customer crm 1"], "The address stated first counts.")
            #expect(decision.conflicts.filter { $0.resolvedAt == nil }.map(\.rule) == [.joins])
        }
    }

    @Test("The address stated first counts, and not the first of the alphabet")
    func primaryAddress() {
        let (_, profiles) = decide([
            activity("web", Self.otto, Self.ada), customer("crm:1", Self.ada), customer("erp:2", Self.otto),
        ])
        #expect(profiles["activity web"] == profiles["customer erp 2"])
        #expect(profiles["customer crm 1"] != profiles["customer erp 2"])
    }

    @Test("It names a visitor with an address: what the visitor does elsewhere does not come to the address")
    func visitor() {
        let (_, profiles) = decide([
            activity("web", "visitor:v", Self.ada), customer("crm:1", Self.ada),
            activity("erp", "visitor:v", Self.otto), customer("erp:2", Self.otto),
        ])
        #expect(profiles["activity web"] == profiles["customer crm 1"])
        #expect(profiles["activity erp"] == profiles["customer erp 2"])
        #expect(profiles["customer crm 1"] != profiles["customer erp 2"])
    }

    @Test("Several records with one id of the source name two addresses, and do not chain them")
    func chain() {
        let (_, profiles) = decide([
            customer("web:U", Self.ada), activity("web", "web:U", Self.otto),
            activity("web", id: "b", "web:U", "visitor:v"),
            customer("crm:1", Self.ada), customer("erp:2", Self.otto), activity("erp", "visitor:v"),
        ])
        #expect(profiles["customer web U"] == profiles["customer crm 1"])
        #expect(profiles["activity web"] == profiles["customer crm 1"])
        #expect(Set([profiles["customer crm 1"], profiles["customer erp 2"], profiles["activity erp"]]).count == 3)
    }

    @Test("What a trusted source says of a pair ends with it, although the record still names both")
    func attestation() {
        let form = activity("web", Self.ada, Self.otto)
        let (_, together) = decide([form, customer("crm:1", Self.ada, Self.otto), customer("erp:2", Self.otto)])
        #expect(together["customer crm 1"] == together["customer erp 2"])
        let later = customer("crm:1", at: 60, Self.ada)
        let (_, apart) = decide([
            customer("crm:1", Self.ada, Self.otto), form, later, customer("erp:2", Self.otto),
        ])
        #expect(apart["customer crm 1"] != apart["customer erp 2"])
    }

    @Test("A correction that adds an address leaves it to its owner")
    func correction() {
        let (_, profiles) = decide([
            customer("web:U", Self.ada), customer("web:U", at: 60, Self.ada, Self.otto), customer("crm:1", Self.ada),
            customer("erp:2", Self.otto),
        ])
        #expect(profiles["customer web U"] == profiles["customer crm 1"])
        #expect(profiles["customer crm 1"] != profiles["customer erp 2"])
    }

    @Test("What came under the source's own id alone goes along, but not what others know by that id")
    func ownProfile() {
        let records = [activity("web", "web:U"), customer("crm:1", Self.ada), customer("web:U", Self.ada)]
        let (_, profiles) = decide(records)
        #expect(Set(profiles.values).count == 1)
        let (decision, others) = decide([customer("erp:2", "web:U")] + records)
        #expect(others["customer erp 2"] != others["customer crm 1"])
        #expect(decision.conflicts.filter { $0.resolvedAt == nil }.map(\.rule) == [.joins])
    }

    @Test("A source that may join states as many as it likes")
    func trusted() {
        let (_, profiles) = decide([
            activity("shop", Self.ada, Self.otto), customer("crm:1", Self.ada), customer("erp:2", Self.otto),
        ])
        #expect(Set(profiles.values).count == 1)
    }

    /// Files them in order, and tells where each record is at last.
    private func decide(_ records: [SourceRecord]) -> (Decision, [String: ProfileID]) {
        let arrivals = records.enumerated().map { place, record in
            IngestDecision.Arrival(
                record: record, at: Self.now, newProfile: ProfileID(drawnAt: Self.now, random: (UInt16(place), 1)))
        }
        let decision = IngestDecision(rules: Self.rules).decide(arrivals, seeing: Snapshot(), at: Self.now).0
        let named = decision.facts.map { key, fact in
            ("\(key.kind) \(key.source) \(key.id)".trimmed, fact.filing.profile)
        }
        return (decision, Dictionary(named) { $1 })
    }

    private func activity(_ source: String, id: String = "", _ identifiers: String...) -> SourceRecord {
        record(.activity, source, id, identifiers, .activity(ActivityRecord(occurredAt: Self.now, type: "page_viewed")))
    }

    private func customer(_ own: String, at seconds: Int64 = 0, _ others: String...) -> SourceRecord {
        let parts = own.split(separator: ":").map(String.init)
        return record(.customer, parts[0], parts[1], [own] + others, .customer(CustomerRecord()), at: seconds)
    }

    private func record(
        _ kind: RecordKind, _ source: String, _ id: String, _ identifiers: [String], _ body: SourceRecord.Body,
        at seconds: Int64 = 0
    ) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: kind, source: source, id: id), updatedAt: Self.now.advanced(bySeconds: seconds - 3600),
            isTimedByArrival: false,
            identifiers: identifiers.map { text in
                let parts = text.split(separator: ":").map(String.init)
                return Identifier(type: parts[0], value: parts[1])
            }, body: body)
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
