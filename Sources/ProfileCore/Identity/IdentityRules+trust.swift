/// Which of the identifiers that a record states count, as its source is trusted.
///
/// Of a source that may not join, a record is tied by its most trusted identifier alone; a customer record by its own
/// id as well. So from each of the source's ids one way leads on, that of its customer record, and no chain of its
/// records ends at two people. The record and the rules alone decide: a claim stays refused when its identifier becomes
/// free or another source states it.
extension IdentityRules {
    /// Why an identifier that a record states counts for nothing; nil when it does.
    package func objection(to identifier: Identifier, of record: SourceRecord) -> Conflict.Rule? {
        let trust = trust(in: record.key.source)
        guard trust.maySay(identifier.type, as: record.key.source) else { return .untrusted }
        guard !trust.joins, self[identifier.type].strength == .strong else { return nil }
        return identifier == record.ownIdentifier || identifier == anchor(of: record) ? nil : .joins
    }

    func mayState(_ identifier: Identifier, _ record: SourceRecord) -> Bool {
        objection(to: identifier, of: record) == nil
    }

    /// The identifiers of one strength that count.
    func identifiers(of record: SourceRecord, _ strength: IdentifierRule.Strength) -> [Identifier] {
        guard strength == .strong || !weakTypes.isEmpty else { return [] }
        return record.identifiers.filter { self[$0.type].strength == strength && mayState($0, record) }
    }

    /// The strong ones of them, the most trusted first.
    func strongest(of record: SourceRecord) -> [Identifier] {
        let own = record.ownIdentifier
        return identifiers(of: record, .strong).sorted { left, right in
            if (left == own) != (right == own) { return left == own }
            let (first, second) = (self[left.type].priority, self[right.type].priority)
            return first == second ? left < right : first > second
        }
    }

    /// Whether it only finds candidates; what a source may not state does not even that.
    func isWeak(_ identifier: Identifier, statedBy record: SourceRecord) -> Bool {
        self[identifier.type].strength == .weak && mayState(identifier, record)
    }

    /// The record without what does not count, which proves nothing and ties nobody together.
    func trusted(_ record: SourceRecord) -> SourceRecord {
        guard trust(in: record.key.source).limitsIdentity else { return record }
        return record.without(Set(record.identifiers.filter { !mayState($0, record) }))
    }

    /// The most trusted identifier besides a customer record's own; of those that are trusted alike, the first stated.
    private func anchor(of record: SourceRecord) -> Identifier? {
        let (source, own) = (record.key.source, record.ownIdentifier)
        let trust = trust(in: source)
        let strong = record.identifiers.filter {
            $0 != own && self[$0.type].strength == .strong && trust.maySay($0.type, as: source)
        }
        return strong.min { one, other in
            let (first, second) = (self[one.type].priority, self[other.type].priority)
            return first == second ? one.type < other.type : first > second
        }
    }
}
