package import ProfileCore
import ProfileStore

/// Values to parameters.
extension StatementValues {
    package mutating func add(_ value: Int) { add(Int64(value)) }

    package mutating func add(_ value: Timestamp?) { add(value?.milliseconds) }

    package mutating func add(_ key: FactKey) {
        add(small: Int(key.kind.rawValue))
        add(key.source)
        add(key.id)
    }

    /// Without a key, values that come before every key.
    package mutating func add(after key: FactKey?) {
        add(small: Int(key?.kind.rawValue ?? 0))
        add(key?.source ?? "")
        add(key?.id ?? "")
    }

    package mutating func add(_ identifier: Identifier) {
        add(identifier.type)
        add(identifier.value)
    }

    package mutating func add(_ key: LinkKey) {
        add(key.identifier)
        add(key.home)
    }

    package mutating func add(_ claim: ClaimKey) {
        add(claim.fact)
        add(claim.identifier)
    }

    /// Of which what does not apply leads nowhere: type, value, id.
    package mutating func add(_ reference: ProfileReference) {
        switch reference {
        case .id(let id):
            add("")
            add("")
            add(id)
        case .identifier(let identifier):
            add(identifier)
            add(nil as ProfileID?)
        }
    }

    /// As an identifier, a moment and a fact; before the first claim, values that come before every one.
    mutating func add(after place: DueClaims.Place) {
        add(place.identifier)
        add(place.after?.at ?? Timestamp(milliseconds: .min))
        add(after: place.after?.fact)
    }

    mutating func add(_ fact: Fact) {
        add(fact.key)
        add(fact.filing.profile)
        add(fact.filing.home)
        add(fact.record.happenedAt)
        add(fact.record.updatedAt)
        add(fact.receivedAt)
        add(fact.filing.basis?.type)
        add(fact.filing.basis?.value)
        add(Stored.bytes(of: RecordPayload(fact.record)))
    }

    /// As the fact that it is the end of.
    mutating func add(_ withdrawal: Withdrawal) {
        add(withdrawal.key)
        add(withdrawal.profile)
        add(withdrawal.home)
        add(Timestamp.withdrawn)
        add(withdrawal.updatedAt)
        add(withdrawal.receivedAt)
        add(nil as String?)
        add(nil as String?)
        add([] as [UInt8])
    }

    mutating func add(_ link: Link) {
        add(link.key)
        add(link.profile)
        add(link.statedBy)
        add(link.linkedAt)
    }

    mutating func add(_ conflict: Conflict) {
        add(conflict.key)
        add(conflict.rule.rawValue)
        add(conflict.limitedType)
        add(conflict.profile)
        add(conflict.holder)
        add(conflict.at)
        add(conflict.resolvedAt)
    }

    mutating func add(_ pair: Separation.Pair) {
        add(pair.first)
        add(pair.second)
    }

    mutating func add(_ key: TallyKey, of profile: ProfileID) {
        add(profile)
        add(small: Int(key.kind.rawValue))
        add(key.name)
    }

    mutating func add(_ values: some Sequence<StoredValue>, of columns: some Sequence<StoredTable.Column>) {
        for (value, column) in zip(values, columns) {
            switch column.kind {
            case .integer: add(value.integer)
            case .small: add(small: value.integer.map { Int($0) })
            case .text: add(value.text)
            case .bytes: add(value.bytes)
            case .id: add(value.id)
            }
        }
    }
}
