import ProfileCore
import ProfileStore

/// How rows become values, column by column in the order in which the statements name them.
extension Columns {
    mutating func fact() throws(StoreError) -> Fact {
        let key = try key()
        let (profile, home) = (try id(), try id())
        let (updatedAt, receivedAt) = (try moment(), try moment())
        let basis = try optionalIdentifier()
        let payload: RecordPayload = try value()
        do throws(DecodingFailure) {
            return Fact(
                record: try payload.record(key: key, updatedAt: updatedAt), receivedAt: receivedAt,
                filing: Filing(profile: profile, home: home, basis: basis))
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    /// What is remembered of a withdrawn fact, from the columns of a fact.
    mutating func withdrawal() throws(StoreError) -> Withdrawal {
        let (key, profile, home) = (try key(), try id(), try id())
        let (updatedAt, receivedAt) = (try moment(), try moment())
        return Withdrawal(key: key, updatedAt: updatedAt, receivedAt: receivedAt, profile: profile, home: home)
    }

    /// From the two profiles and their facts.
    mutating func separation() throws(StoreError) -> Separation {
        let (first, second) = (try id(), try id())
        let (firstFact, secondFact): (FactKey?, FactKey?) = (try optionalValue(), try optionalValue())
        return Separation(Separation.Side(first, firstFact), Separation.Side(second, secondFact))
    }

    mutating func link() throws(StoreError) -> Link {
        Link(
            identifier: try identifier(), profile: try id(), home: try id(), statedBy: try key(),
            linkedAt: try moment())
    }

    mutating func conflict() throws(StoreError) -> Conflict {
        let (fact, identifier) = (try key(), try identifier())
        guard let rule = Conflict.Rule(rawValue: try text()) else {
            throw .unreadable(detail: "a stored conflict has an unknown rule")
        }
        return Conflict(
            fact: fact, identifier: identifier, rule: rule, limitedType: try optionalText(), profile: try id(),
            holder: try optionalID(), at: try moment(), resolvedAt: try optionalMoment())
    }

    mutating func change() throws(StoreError) -> ProfileChange {
        ProfileChange(
            ChangeNumber(stored: try integer()), profile: try id(), version: try optionalInteger().map(Int.init))
    }
}

extension Rows {
    /// From names and values of counters.
    func position() throws(StoreError) -> FeedPosition {
        var position = FeedPosition.start
        try each { columns throws(StoreError) in
            guard let stripe = Stripe(counter: try columns.text()) else { return }
            position.advance(to: ChangeNumber(stripe: stripe.index, value: try columns.integer()))
        }
        return position
    }

    /// The answer to `Statement.pulse`, with what the server's clock showed, in microseconds.
    func sign(askedAt start: ContinuousClock.Instant) throws(StoreError) -> (sign: Horizon.Sign, clock: Int64)? {
        let position = try position()
        return try first { columns throws(StoreError) in
            let (_, _) = (try columns.text(), try columns.integer())
            let (clock, madeAt) = (try columns.integer(), try columns.integer())
            return (Horizon.Sign(position: position, madeAt: madeAt, askedAt: start), clock)
        }
    }
}

extension Merge {
    static func oldestFirst(_ merges: some Sequence<Merge>) -> [Merge] {
        merges.sorted { ($0.at, $0.absorbed) < ($1.at, $1.absorbed) }
    }
}
