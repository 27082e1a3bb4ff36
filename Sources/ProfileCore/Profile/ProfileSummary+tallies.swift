/// Tallies by key. As long as there are few, a summary lists all of a kind. When there are more, rows of their own hold
/// them all, and the summary lists the foremost and those that something else in it names, which follows from the facts
/// alone.
extension ProfileSummary {
    /// How many of a kind are not listed.
    package func unlisted(_ kind: TallyKind) -> Int {
        shelved[kind].map { max(0, $0.total - count(kind)) } ?? 0
    }

    /// Those of a kind that are listed.
    package func tallies(_ kind: TallyKind) -> [TallyRow] {
        switch kind {
        case .product: purchases.products.tallies.map { TallyRow(TallyKey(kind, $0.key), .product($0.value)) }
        case .category: purchases.categories.quantities.map { TallyRow(TallyKey(kind, $0.key), .category($0.value)) }
        case .agent: contact.agents.tallies.map { TallyRow(TallyKey(kind, $0.key), .agent($0.value)) }
        case .channel:
            contact.channels.seen.map { entry in
                let inbound = contact.channels.inboundMoments[entry.key] ?? BucketCounts()
                return TallyRow(TallyKey(kind, entry.key), .channel(entry.value, inbound: inbound))
            }
        case .identifier:
            identifiers.filter { !$0.value.binds }.map {
                TallyRow(TallyKey(of: $0.key), .identifier($0.key, $0.value))
            }
        case .promiseAgent:
            promises?.tallies.agents.map { TallyRow(TallyKey(kind, $0.key), .promiseAgent($0.value)) } ?? []
        case .promiseTopic:
            promises?.tallies.topics.map { TallyRow(TallyKey(kind, $0.key), .promiseTopic($0.value)) } ?? []
        }
    }

    /// How many of a kind are listed.
    private func count(_ kind: TallyKind) -> Int {
        switch kind {
        case .product: purchases.products.tallies.count
        case .category: purchases.categories.quantities.count
        case .agent: contact.agents.tallies.count
        case .channel: contact.channels.seen.count
        case .identifier: identifiers.count { !$0.value.binds }
        case .promiseAgent: promises?.tallies.agents.count ?? 0
        case .promiseTopic: promises?.tallies.topics.count ?? 0
        }
    }

    /// Lists more of them, or others in their place.
    mutating func list(_ tallies: [TallyRow]) {
        for tally in tallies {
            let name = tally.key.name
            switch tally.value {
            case .product(let tally): purchases.products.tallies[name] = tally
            case .category(let quantity): purchases.categories.quantities[name] = quantity
            case .agent(let tally): contact.agents.tallies[name] = tally
            case .channel(let seen, let inbound):
                contact.channels.seen[name] = seen
                contact.channels.inboundMoments[name] = inbound.isEmpty ? nil : inbound
            case .identifier(let identifier, let tally): identifiers[identifier] = tally
            case .promiseAgent(let tally): promises?.tallies.agents[name] = tally
            case .promiseTopic(let tally): promises?.tallies.topics[name] = tally
            }
        }
    }

    /// Lists the foremost of a kind, and those at hand that something else in the summary names.
    mutating func list(foremost: [TallyRow], of kind: TallyKind) {
        let named = tallyNames(kind)
        let kept = named.isEmpty ? [] : tallies(kind).filter { named.contains($0.key.name) }
        listNone(of: kind)
        list(foremost)
        list(kept)
    }

    private mutating func listNone(of kind: TallyKind) {
        switch kind {
        case .product: purchases.products = ProductTallies()
        case .category: purchases.categories = CategoryQuantities()
        case .agent: contact.agents = ContactAgents()
        case .channel: contact.channels = ContactChannels()
        case .identifier:
            for identifier in identifiers.filter({ !$0.value.binds }).map(\.key) { identifiers[identifier] = nil }
        case .promiseAgent: promises?.tallies.agents = [:]
        case .promiseTopic: promises?.tallies.topics = [:]
        }
    }

    /// When all of a kind are listed and they are too many, the rows to hold them; the summary then lists few.
    mutating func shelve(_ kind: TallyKind, within limits: SummaryLimits) -> [TallyRow]? {
        guard count(kind) > limits[kind].capacity else { return nil }
        let all = tallies(kind)
        shelved[kind] = ShelfCount(total: all.count, told: all.count(where: \.isTold))
        list(foremost: Array(all.sorted { $0.comes(before: $1) }.prefix(limits[kind].shown)), of: kind)
        return all
    }

    /// All that it lists and names.
    var tallyKeys: Set<TallyKey> {
        TallyKind.allCases.reduce(into: []) { keys, kind in
            keys.formUnion(tallies(kind).map(\.key))
            keys.formUnion(tallyNames(kind).map { TallyKey(kind, $0) })
        }
    }

    /// What else in the summary names: products that somebody is interested in, and whatever is still to come, which a
    /// reader counts when it has come.
    private func tallyNames(_ kind: TallyKind) -> Set<String> {
        var names: Set<String> = kind == .product ? Set(signals.map(\.sku)) : []
        for item in upcoming.items {
            for key in item.body.tallyKeys where key.kind == kind { names.insert(key.name) }
        }
        return names
    }
}

extension SortedMap<TallyKind, ShelfCount> {
    /// How many of a kind a profile has to show, listed or not. A reader may list more than the summary knows: some
    /// came since it was stored.
    func told(_ kind: TallyKind, listing listed: Int) -> Int { Swift.max(self[kind]?.told ?? 0, listed) }
}

extension TallyKey {
    init(of identifier: Identifier) {
        self.init(.identifier, identifier.description)
    }
}

extension SourceRecord {
    /// All that the record may count for.
    func tallyKeys(weakTypes: Set<String>) -> Set<TallyKey> {
        let weak = identifiers.lazy.filter { weakTypes.contains($0.type) }
        return body.tallyKeys.union(weak.map { TallyKey(of: $0) })
    }
}
