/// What erasures leave of a record that arrives.
///
/// The record of somebody erased is not taken at all: when the record itself, its order or its own identifier is
/// buried, or all that tells whom it is about. Where only a part is buried, an address that two people used, say, the
/// record is taken without it. What somebody living holds is not buried: tombstones cover all spellings, and one of
/// them may be theirs.
enum Suppression: Hashable {
    case none
    case whole
    case identifiers(Set<Identifier>)

    init(
        of record: SourceRecord, _ names: NamedTombstones, among buried: Set<Tombstone>, rules: IdentityRules,
        isHeld: (Identifier) -> Bool
    ) {
        guard !buried.isDisjoint(with: names.all) else {
            self = .none
            return
        }
        let gone = Set(
            zip(record.identifiers, names.identifiers).filter { buried.contains($1) && !isHeld($0) }.map(\.0))
        let strong = rules.identifiers(of: record, .strong)
        let telling = strong.isEmpty ? record.identifiers : strong
        if buried.contains(names.record) || names.order.map(buried.contains) ?? false {
            self = .whole
        } else if record.ownIdentifier.map(gone.contains) ?? false {
            self = .whole
        } else if !telling.isEmpty, telling.allSatisfy(gone.contains) {
            self = .whole
        } else {
            self = gone.isEmpty ? .none : .identifiers(gone)
        }
    }
}

extension SourceRecord {
    /// The names by which an erasure buries this very record. Its other identifiers say nothing of a record that was
    /// taken: their tombstones cover spellings that somebody living may have.
    package var ownNames: [ErasableName] {
        [.fact(key)] + (ownIdentifier.map { [.identifier($0)] } ?? [])
    }

    /// The same record, as if it had not named `gone`.
    func without(_ gone: Set<Identifier>) -> SourceRecord {
        SourceRecord(
            key: key, updatedAt: updatedAt, isTimedByArrival: isTimedByArrival,
            identifiers: identifiers.filter { !gone.contains($0) }, unlinked: unlinked, body: body)
    }
}
