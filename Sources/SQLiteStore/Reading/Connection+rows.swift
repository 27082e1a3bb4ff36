import ProfileCore
import ProfileStore

/// How rows become values: for each table its columns and, in their order, what is read from them.
extension Connection {
    static let factColumns =
        "kind, source, id, profile, home, updated_at, received_at, basis_type, basis_value, payload"

    /// Whether a row is a fact and not the memory of one that was withdrawn, which happened before all others.
    static let isStated = "happened_at > \(Timestamp.withdrawn.milliseconds)"

    static func fact(_ columns: inout Columns) throws(StoreError) -> Fact {
        let key = try columns.key()
        let (profile, home) = (try columns.id(), try columns.id())
        let (updatedAt, receivedAt) = (columns.moment(), columns.moment())
        let basis = try columns.optionalIdentifier()
        let payload: RecordPayload = try columns.value()
        do throws(DecodingFailure) {
            return Fact(
                record: try payload.record(key: key, updatedAt: updatedAt), receivedAt: receivedAt,
                filing: Filing(profile: profile, home: home, basis: basis))
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    /// What is remembered of a withdrawn fact, from `factColumns`.
    static func withdrawal(_ columns: inout Columns) throws(StoreError) -> Withdrawal {
        let (key, profile, home) = (try columns.key(), try columns.id(), try columns.id())
        let (updatedAt, receivedAt) = (columns.moment(), columns.moment())
        return Withdrawal(key: key, updatedAt: updatedAt, receivedAt: receivedAt, profile: profile, home: home)
    }

    /// From the two profiles and their facts.
    static func separation(_ columns: inout Columns) throws(StoreError) -> Separation {
        let (first, second) = (try columns.id(), try columns.id())
        let (firstFact, secondFact): (FactKey?, FactKey?) = (try columns.optionalValue(), try columns.optionalValue())
        return Separation(Separation.Side(first, firstFact), Separation.Side(second, secondFact))
    }

    static let linkColumns = "type, value, profile, home, stated_kind, stated_source, stated_id, linked_at"

    static func link(_ columns: inout Columns) throws(StoreError) -> Link {
        Link(
            identifier: try columns.identifier(), profile: try columns.id(), home: try columns.id(),
            statedBy: try columns.key(), linkedAt: columns.moment())
    }

    static let conflictColumns =
        "kind, source, id, type, value, rule, limited_type, profile, holder, noted_at, resolved_at"

    static func conflict(_ columns: inout Columns) throws(StoreError) -> Conflict {
        let (fact, identifier) = (try columns.key(), try columns.identifier())
        guard let rule = Conflict.Rule(rawValue: try columns.text()) else {
            throw .unreadable(detail: "a stored conflict has an unknown rule")
        }
        return Conflict(
            fact: fact, identifier: identifier, rule: rule, limitedType: try columns.optionalText(),
            profile: try columns.id(), holder: try columns.optionalID(), at: columns.moment(),
            resolvedAt: columns.optionalMoment())
    }

    static func change(_ columns: inout Columns) throws(StoreError) -> ProfileChange {
        ProfileChange(
            ChangeNumber(stripe: 0, value: columns.integer()), profile: try columns.id(),
            version: columns.optionalInteger().map(Int.init))
    }
}
