/// A record about no customer as it is stored: what a source states of a product, or a notice.
package struct CatalogueEntry: Hashable, Sendable {
    package let key: FactKey
    /// When its last version was stated: older ones that come late stay out.
    package let updatedAt: Timestamp
    /// Nil once it was withdrawn.
    package let record: SourceRecord?

    package init(_ record: SourceRecord) {
        (key, updatedAt, self.record) = (record.key, record.updatedAt, record)
    }

    package init(withdrawn key: FactKey, updatedAt: Timestamp) {
        (self.key, self.updatedAt, record) = (key, updatedAt, nil)
    }

    /// As it stands after being read back from what stores keep of it.
    package init(_ key: FactKey, updatedAt: Timestamp, _ payload: RecordPayload?) throws(DecodingFailure) {
        self.key = key
        self.updatedAt = updatedAt
        record = try payload?.record(key: key, updatedAt: updatedAt)
    }
}

/// Decides what becomes of records about no customer.
package struct CatalogueDecision: Sendable {
    /// By key, as stored; later also as decided.
    private var known: [FactKey: CatalogueEntry]
    private var changed: Set<FactKey> = []
    /// How many more there may be of each kind.
    private var room: [RecordKind: Int]
    private let now: Timestamp

    package init(seeing known: [FactKey: CatalogueEntry], room: [RecordKind: Int], at now: Timestamp) {
        self.known = known
        self.room = room
        self.now = now
    }

    /// The entries to be saved, ascending.
    package var entries: [CatalogueEntry] { changed.sorted().compactMap { known[$0] } }

    /// Takes records in, in order of arrival. One without a time of its own is as late as the one before it, whatever
    /// clocks say.
    package mutating func file(_ records: [SourceRecord]) -> [IngestVerdict.Status] {
        records.map { file($0) }
    }

    private mutating func file(_ record: SourceRecord) -> IngestVerdict.Status {
        let earlier = known[record.key]
        let record = record.arriving(at: max(now, earlier?.updatedAt ?? now))
        if let stated = earlier?.record, let status = record.standing(against: stated) { return status }
        if let earlier, record.updatedAt < earlier.updatedAt { return .stale }
        if earlier?.record == nil {
            guard room[record.key.kind, default: 0] > 0 else { return .refused }
            room[record.key.kind, default: 0] -= 1
        }
        known[record.key] = CatalogueEntry(record)
        changed.insert(record.key)
        return .accepted
    }

    /// False when there is no such record.
    package mutating func withdraw(_ key: FactKey) -> Bool {
        guard let entry = known[key], entry.record != nil else { return false }
        known[key] = CatalogueEntry(withdrawn: key, updatedAt: entry.updatedAt)
        changed.insert(key)
        return true
    }
}
