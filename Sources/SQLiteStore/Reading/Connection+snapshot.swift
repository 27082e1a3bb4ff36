import ProfileCore
import ProfileStore

extension Connection {
    /// Everything that `touch` names, as of this transaction.
    func snapshot(of touch: Touch) throws(StoreError) -> Snapshot {
        var snapshot = Snapshot()
        (snapshot.facts, snapshot.withdrawn) = try facts(touch.facts)
        snapshot.links = try links(of: touch.identifiers(naming: snapshot.facts.values))
        snapshot.aliases = try aliases(among: touch.profiles)
        snapshot.profiles = try profiles(Self.named(by: touch, in: snapshot))
        let names = snapshot.profiles.values.reduce(into: Set(snapshot.profiles.keys)) { $0.formUnion($1.aliases) }
        snapshot.separations = try separations(naming: names.union(snapshot.withdrawn.values.map(\.profile)))
        if touch.includesMerges {
            snapshot.merges = try merges(naming: names)
            snapshot.firstFacts = try firstFacts(of: snapshot.profiles.keys)
        }
        snapshot.tallies = try tallies(snapshot.talliesNeeded(by: touch))
        snapshot.burials = try burials(among: touch.tombstones)
        return snapshot
    }

    private static func named(by touch: Touch, in snapshot: Snapshot) -> Set<ProfileID> {
        var ids = touch.profiles
        for fact in snapshot.facts.values { ids.insert(fact.filing.profile) }
        ids.formUnion(snapshot.withdrawn.values.map(\.profile))
        for links in snapshot.links.values { for link in links { ids.insert(link.profile) } }
        ids.formUnion(snapshot.aliases.values)
        return ids
    }

    /// Those that are there, and what is remembered of those that were withdrawn.
    func facts(_ keys: Set<FactKey>) throws(StoreError) -> ([FactKey: Fact], [FactKey: Withdrawal]) {
        let query = try prepare(
            """
            SELECT happened_at, \(Self.factColumns) FROM facts WHERE kind = ? AND source = ? AND id = ?
            """)
        var (facts, withdrawn): ([FactKey: Fact], [FactKey: Withdrawal]) = ([:], [:])
        for key in keys {
            _ = try query.first({ $0.add(key) }) { columns throws(StoreError) in
                if columns.moment() == .withdrawn {
                    withdrawn[key] = try Self.withdrawal(&columns)
                } else {
                    facts[key] = try Self.fact(&columns)
                }
            }
        }
        return (facts, withdrawn)
    }

    /// The earliest fact of each profile.
    private func firstFacts(of ids: some Sequence<ProfileID>) throws(StoreError) -> [ProfileID: FactKey] {
        let query = try prepare(
            """
            SELECT kind, source, id FROM facts WHERE profile = ? AND \(Self.isStated)
            ORDER BY happened_at, kind DESC, source DESC, id DESC LIMIT 1
            """)
        var facts: [ProfileID: FactKey] = [:]
        for id in ids {
            facts[id] = try query.first({ $0.add(id) }) { columns throws(StoreError) in try columns.key() }
        }
        return facts
    }

    func links(of identifiers: Set<Identifier>) throws(StoreError) -> [Identifier: [Link]] {
        let query = try prepare(
            "SELECT \(Self.linkColumns) FROM links WHERE type = ? AND value = ? ORDER BY home")
        var links: [Identifier: [Link]] = [:]
        for identifier in identifiers {
            let found = try query.all({ $0.add(identifier) }) { columns throws(StoreError) in try Self.link(&columns) }
            if !found.isEmpty { links[identifier] = found }
        }
        return links
    }

    private func aliases(among ids: Set<ProfileID>) throws(StoreError) -> [ProfileID: ProfileID] {
        let query = try prepare("SELECT profile FROM aliases WHERE alias = ?")
        var aliases: [ProfileID: ProfileID] = [:]
        for id in ids {
            aliases[id] = try query.first({ $0.add(id) }) { columns throws(StoreError) in try columns.id() }
        }
        return aliases
    }

    /// Those of `ids` that exist.
    func profiles(_ ids: some Collection<ProfileID>) throws(StoreError) -> [ProfileID: ProfileState] {
        let query = try prepare("SELECT state FROM profiles WHERE id = ?")
        var profiles: [ProfileID: ProfileState] = [:]
        profiles.reserveCapacity(ids.count)
        for ids in ids.sorted().parts(of: Self.decodedAtOnce) {
            var stored: [[UInt8]] = []
            for id in ids {
                let bytes = try query.first({ $0.add(id) }) { columns throws(StoreError) in columns.optionalBytes() }
                if case let bytes?? = bytes { stored.append(bytes) }
            }
            for state: ProfileState in try Self.values(of: stored) { profiles[state.id] = state }
        }
        return profiles
    }

    /// Enough for several processors to share the work, and few enough to be held in memory beside it.
    private static let decodedAtOnce = 1024

    private static func values<Value: Storable & Sendable>(of stored: [[UInt8]]) throws(StoreError) -> [Value] {
        do throws(DecodingFailure) {
            return try Stored.values(ofEach: stored)
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    func separations(naming ids: Set<ProfileID>) throws(StoreError) -> [Separation] {
        // Hardly any deployment has many; most have none.
        guard try integer("SELECT 1 FROM separations LIMIT 1") != nil else { return [] }
        let query = try prepare(
            """
            SELECT first, second, first_fact, second_fact FROM separations WHERE first = ?1
            UNION ALL SELECT first, second, first_fact, second_fact FROM separations WHERE second = ?1
            """)
        var separations: [Separation] = []
        for id in ids {
            try query.each({ $0.add(id) }) { columns throws(StoreError) in
                separations.append(try Self.separation(&columns))
            }
        }
        return separations.distinct
    }

    func merges(naming ids: Set<ProfileID>) throws(StoreError) -> [Merge] {
        let query = try prepare(
            """
            SELECT payload FROM merges WHERE absorbed = ?1
            UNION ALL SELECT payload FROM merges WHERE survivor = ?1
            """)
        var merges: Set<Merge> = []
        for id in ids {
            try query.each({ $0.add(id) }) { columns throws(StoreError) in merges.insert(try columns.value()) }
        }
        return Self.oldestFirst(merges)
    }

    static func oldestFirst(_ merges: some Sequence<Merge>) -> [Merge] {
        merges.sorted { ($0.at, $0.absorbed) < ($1.at, $1.absorbed) }
    }
}
