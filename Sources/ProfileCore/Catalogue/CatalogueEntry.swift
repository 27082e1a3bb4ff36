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
    /// Notices that may have ended, the first to give way last.
    private var givingWay: [FactKey]
    private let now: Timestamp
    private let arrivedAt: Timestamp?

    /// `ended` lists notices among `known` that have ended, the earliest end first. `arrivedAt` is when the load of the
    /// records began; nil for single records, which arrive now.
    package init(
        seeing known: [FactKey: CatalogueEntry], room: [RecordKind: Int], ended: [FactKey] = [], at now: Timestamp,
        arrivedAt: Timestamp? = nil
    ) {
        self.known = known
        self.room = room
        self.now = now
        self.arrivedAt = arrivedAt.map { min($0, now) }
        givingWay = ended.reversed()
    }

    /// The entries to be saved, ascending.
    package var entries: [CatalogueEntry] { changed.sorted().compactMap { known[$0] } }

    /// Takes records in, in order of arrival.
    package mutating func file(_ records: [SourceRecord]) -> [Verdict] {
        records.map { statement in
            let earlier = known[statement.key]
            switch statement.arriving(at: arrival(after: earlier)).restated(over: earlier?.record) {
            case .standing(let status): return Verdict(status)
            case .refused(let refusal): return Verdict(.refused, refusal)
            case .record(let record): return place(record, over: earlier)
            }
        }
    }

    /// What became of one record.
    package struct Verdict: Hashable, Sendable {
        package let status: IngestVerdict.Status
        /// Why a refused one was.
        package let refusal: RecordRefusal?

        fileprivate init(_ status: IngestVerdict.Status, _ refusal: RecordRefusal? = nil) {
            (self.status, self.refusal) = (status, refusal)
        }
    }

    private mutating func place(_ record: SourceRecord, over earlier: CatalogueEntry?) -> Verdict {
        if let earlier, record.updatedAt < earlier.updatedAt { return Verdict(.stale) }
        if earlier?.record == nil {
            guard room[record.key.kind, default: 0] > 0 || makeRoom(for: record) else {
                return Verdict(.refused, .tooMany)
            }
            room[record.key.kind, default: 0] -= 1
        }
        known[record.key] = CatalogueEntry(record)
        changed.insert(record.key)
        return Verdict(.accepted)
    }

    /// The time of a record without one of its own. It is as late as the version before it, whatever clocks say; that
    /// of a load only where neither has one, for a source may have stated more since the load began.
    private func arrival(after earlier: CatalogueEntry?) -> Timestamp {
        guard let earlier, arrivedAt == nil || earlier.record?.isTimedByArrival == true else { return arrivedAt ?? now }
        return max(arrivedAt ?? now, earlier.updatedAt)
    }

    /// Withdraws the notice that ended first, for one that has not ended.
    private mutating func makeRoom(for record: SourceRecord) -> Bool {
        guard case .notice(let notice) = record.body, !notice.hasEnded(at: now) else { return false }
        while let key = givingWay.popLast() {
            guard case .notice(let old)? = known[key]?.record?.body, old.hasEnded(at: now), withdraw(key) else {
                continue
            }
            room[.notice, default: 0] += 1
            return true
        }
        return false
    }

    /// False when there is no such record. A time of its own spares what was stated after it, and is remembered, also
    /// of what is not there: what was taken back may come later.
    package mutating func withdraw(_ key: FactKey, statedAt time: Timestamp? = nil) -> Bool {
        let entry = known[key]
        let isThere = entry?.record != nil
        if isThere, let time, let entry, Withdrawal.spares(entry.updatedAt, withdrawnAt: time) { return false }
        if !isThere, let entry, time.map({ $0 <= entry.updatedAt }) ?? true { return false }
        let latest = [entry?.updatedAt, time].compactMap(\.self).max() ?? now
        known[key] = CatalogueEntry(withdrawn: key, updatedAt: latest)
        changed.insert(key)
        return isThere
    }
}
