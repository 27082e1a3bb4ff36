package import ProfileCore
package import ProfileStore

/// How a read is made.
package enum ReadManner: Sendable {
    /// A profile, by a replica that has caught up or by the primary, in a round trip with those of other readers.
    case quick
    /// What one short statement finds, by the primary.
    case brief
    /// By a replica that has caught up or by the primary.
    case anywhere
    /// By the primary, within a short time: a person waits and should see a failure soon.
    case primary
    /// By the primary, once every commit that shows on one machine shows on all.
    case shownEverywhere
    /// Work that goes through everything, page after page.
    case background
}

/// The writers that a transaction keeps out while it lasts.
package enum Exclusion: Sendable {
    case nobody
    /// Every other writer.
    case writers
    /// Those who change keys of the API.
    case keyWriters
    /// Those who change records about no customer.
    case catalogueWriters
    /// Those who change an endpoint that is told what changes, or what waits for it.
    case webhook(String)
    /// Those who file records by any of the identifiers, or change their assignments, and those who need to be alone.
    case identifiers(Set<Identifier>)
}

/// Reads what statements give.
package protocol StatementReader: Sendable {
    associatedtype Statement: SQLStatement

    /// What `body` reads in the answers to calls, which all see one moment.
    func read<Value: Sendable>(
        _ calls: [Statement.Call], _ manner: ReadManner,
        _ body: @escaping @Sendable ([Statement.Rows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value
}

/// A store that keeps profiles in tables of SQL: everything that is the same whatever the engine.
package protocol SQLProfileStore:
    StatementReader, ProfileStore, ErasureStore, SettingsStore, FeedStore, CatalogueStore, InvitationStore,
    IncomingWebhookStore, WebhookStore, FoldSource, TransferTarget, WatchedStore
{
    /// The number of the last migration that is known.
    static var knownSchema: Int { get }
    /// Profiles with as many facts are folded beside the writers.
    var smallestFold: Int { get }
    /// What a stored number means.
    static func number(stored: Int64) -> ChangeNumber
    /// Run before a copy is finished.
    var finishingTransfer: [Statement.Call] { get }

    /// One attempt of a commit; with `erases`, of what it removes nothing stays in the files either.
    func attempt<Answer: Sendable>(
        _ trial: CommitTrial, _ foresight: Foresight<Answer>, erases: Bool
    ) async throws(StoreError) -> CommitTrial.Ending<Answer>

    /// Asks and then writes what `body` makes of the answers, in one transaction. It is kept unless `body` throws.
    func write<Value: Sendable>(
        excluding exclusion: Exclusion, weight: Int, asking calls: [Statement.Call],
        _ body: @escaping @Sendable ([Statement.Rows]) throws(StoreError) -> (calls: [Statement.Call], value: Value)
    ) async throws(StoreError) -> Value
}

extension SQLProfileStore {
    package func commit<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(Foresight(reading: readSet, decide: decide))
    }

    package func commit<Answer: Sendable>(
        _ foresight: Foresight<Answer>
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: smallestFold) { trial throws(StoreError) in
            try await attempt(trial, foresight, erases: false)
        }
    }

    package func commitFoldingBeside<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: 0) { trial throws(StoreError) in
            try await attempt(trial, Foresight(reading: readSet, decide: decide), erases: false)
        }
    }

    package func erase<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: smallestFold) { trial throws(StoreError) in
            try await attempt(trial, Foresight(reading: readSet, decide: decide), erases: true)
        }
    }

    package func read<Value: Sendable>(
        _ call: Statement.Call, _ manner: ReadManner = .primary,
        _ body: @escaping @Sendable (Statement.Rows) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await read([call], manner) { rows throws(StoreError) in try body(rows[0]) }
    }

    /// Writes without asking.
    package func write(
        _ calls: [Statement.Call], excluding exclusion: Exclusion = .nobody, weight: Int = 1
    ) async throws(StoreError) {
        try await write(excluding: exclusion, weight: weight, asking: []) { _ throws(StoreError) in (calls, ()) }
    }

    package func state() async throws(StoreError) -> StoreState {
        let applied = try await read(Statement.lastMigration.with()) { rows throws(StoreError) in try rows.integer() }
        return StoreState(engine: engine, schema: Int(applied ?? 0), knownSchema: Self.knownSchema)
    }
}

// MARK: Pages

extension SQLProfileStore {
    package func timeline(
        of reference: ProfileReference, after cursor: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage> {
        let page = Statement.timeline.with {
            $0.add(reference)
            $0.add(cursor?.at ?? Timestamp(milliseconds: .max))
            $0.add(after: cursor?.key)
            $0.add(max(limit, 0))
        }
        return try await read([Statement.reached.with { $0.add(reference) }, page], .anywhere) {
            rows throws(StoreError) in
            try Self.timelinePage(rows)
        }
    }

    private static func timelinePage(_ rows: [Statement.Rows]) throws(StoreError) -> Reached<TimelinePage> {
        try reached(rows[0]).map { profile throws(StoreError) in
            TimelinePage(profile: profile, facts: try rows[1].facts())
        }
    }

    package func latest(
        _ kind: RecordKind, of reference: ProfileReference, upTo moment: Timestamp, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage> {
        let page = Statement.latestOfKind.with {
            $0.add(reference)
            $0.add(small: Int(kind.rawValue))
            $0.add(moment)
            $0.add(max(limit, 0))
        }
        return try await read([Statement.reached.with { $0.add(reference) }, page], .anywhere) {
            rows throws(StoreError) in
            try Self.timelinePage(rows)
        }
    }

    package func identity(
        of reference: ProfileReference, factsAfter key: FactKey?, limit: Int
    ) async throws(StoreError) -> Reached<IdentityPage> {
        let page = Statement.factsOfReached.with {
            $0.add(reference)
            $0.add(after: key)
            $0.add(max(limit, 0))
        }
        let calls = [Statement.reached, .linksOfReached, .mergesOfReached].map { statement in
            statement.with { $0.add(reference) }
        }
        return try await read(calls + [page], .anywhere) { rows throws(StoreError) in
            try Self.reached(rows[0]).map { profile throws(StoreError) in
                let links = try rows[1].links().sorted { ($0.identifier, $0.home) < ($1.identifier, $1.home) }
                return IdentityPage(
                    profile: profile, history: IdentityHistory(links: links, merges: try rows[2].merges()),
                    facts: try rows[3].facts())
            }
        }
    }

    private static func reached(_ rows: Statement.Rows) throws(StoreError) -> Reached<ProfileState> {
        let states: [ProfileState] = try rows.values()
        return states.count > 1 ? .several : states.first.map(Reached.one) ?? .nobody
    }

    package func facts(of profile: ProfileID, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        let call = Statement.factsOfProfile.with {
            $0.add(profile)
            $0.add(after: key)
            $0.add(max(limit, 0))
        }
        return try await read(call, .anywhere) { rows throws(StoreError) in try rows.facts() }
    }

    package func facts(_ keys: Set<FactKey>) async throws(StoreError) -> [FactKey: Fact] {
        guard !keys.isEmpty else { return [:] }
        let request = LoadRequest<Statement>(ReadSet(facts: keys))
        return try await read(request.placeCalls, .primary) { rows throws(StoreError) in
            var loaded = Loaded()
            try request.take(rows[...], into: &loaded)
            return loaded.snapshot.facts
        }
    }

    package func facts(kind: RecordKind, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        if let key, key.kind > kind { return [] }
        let call = Statement.factsOfKind.with { $0.add(placeOf: kind, after: key, limit: limit) }
        return try await read(call, .background) { rows throws(StoreError) in try rows.facts() }
    }

    package func withdrawals(
        of kind: RecordKind, after key: FactKey?, limit: Int
    ) async throws(StoreError) -> [Withdrawal] {
        let call = Statement.withdrawals.with { $0.add(placeOf: kind, after: key, limit: limit) }
        return try await read(call, .background) { rows throws(StoreError) in
            try rows.all { row throws(StoreError) in try row.withdrawal() }
        }
    }

    package func conflicts(after cursor: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict] {
        var calls = [Self.conflicts(resolved: cursor?.isResolved ?? false, after: cursor, limit: limit)]
        if cursor?.isResolved != true { calls.append(Self.conflicts(resolved: true, after: nil, limit: limit)) }
        return try await read(calls, .primary) { rows throws(StoreError) in
            var page = try rows[0].conflicts()
            page = cursor?.rest(of: page) ?? page
            if page.count < limit, rows.count > 1 { page += try rows[1].conflicts() }
            return Array(page.prefix(max(limit, 0)))
        }
    }

    private static func conflicts(resolved: Bool, after cursor: ConflictCursor?, limit: Int) -> Statement.Call {
        Statement.conflicts.with {
            $0.add(resolved)
            $0.add(cursor?.at ?? Timestamp(milliseconds: .max))
            $0.add(after: cursor?.fact)
            $0.add(max(limit, 0) + (cursor?.shown ?? 0))
        }
    }

    package func places(
        of facts: Set<FactKey>, _ identifiers: Set<Identifier>
    ) async throws(StoreError) -> StoredPlaces {
        let request = LoadRequest<Statement>(ReadSet(facts: facts, identifiers: identifiers))
        return try await read(request.placeCalls, .background) { rows throws(StoreError) in
            var loaded = Loaded()
            try request.take(rows[...], into: &loaded)
            return StoredPlaces(
                facts: loaded.snapshot.facts.mapValues(\.filing.profile),
                identifiers: loaded.snapshot.links.compactMapValues { $0.first?.profile })
        }
    }

    package func scan(after profile: ProfileID?, limit: Int) async throws(StoreError) -> [ProfileState] {
        let statement = profile == nil ? Statement.scanFromStart : .scan
        let call = statement.with {
            if let profile { $0.add(profile) }
            $0.add(max(limit, 0))
        }
        return try await read(call, .background) { rows throws(StoreError) in try rows.values() }
    }

    package func profiles(foldedBefore derivation: Int, limit: Int) async throws(StoreError) -> [ProfileID] {
        let call = Statement.profilesToFold.with {
            $0.add(derivation)
            $0.add(max(limit, 0))
        }
        return try await read(call, .background) { rows throws(StoreError) in try rows.ids() }
    }

    package func countProfiles(foldedBefore derivation: Int) async throws(StoreError) -> Int {
        let call = Statement.countProfilesToFold.with { $0.add(derivation) }
        return Int(try await read(call, .background) { rows throws(StoreError) in try rows.integer() } ?? 0)
    }
}

extension StatementValues {
    fileprivate mutating func add(placeOf kind: RecordKind, after key: FactKey?, limit: Int) {
        let start = key?.kind == kind ? key : nil
        add(small: Int(kind.rawValue))
        add(start?.source ?? "")
        add(start?.id ?? "")
        add(max(limit, 0))
    }
}

// MARK: Folding beside the writers

extension SQLProfileStore {
    package func factsToFold(
        of profile: ProfileID, after place: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> [Fact] {
        let place = place.map { FactPlace(of: profile, at: $0.at, after: $0.key) } ?? FactPlace(of: profile)
        let calls = Statement.pages(after: [place], limit: limit)
        return try await read(calls, .background) { rows throws(StoreError) in
            try rows.factsByProfile()[profile] ?? []
        }
    }

    package func talliesToFold(
        of profile: ProfileID, after key: TallyKey?, limit: Int
    ) async throws(StoreError) -> [TallyRow] {
        let call = Statement.talliesOfProfile.with {
            $0.add(profile)
            $0.add(small: Int(key?.kind.rawValue ?? 0))
            $0.add(key?.name ?? "")
            $0.add(limit)
        }
        return try await read(call, .background) { rows throws(StoreError) in try rows.tallies()[profile] ?? [] }
    }
}
