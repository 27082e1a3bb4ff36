/// Which records of a load belong together, because a chain of identifiers leads from one to the other.
///
/// A million records take some forty megabytes, because a node is known by 64 bits of hash. Two nodes that shared them
/// would merely put the records of strangers into one group.
///
/// The groups are those of a union-find (Galler and Fischer, 1964), with paths halved; the node that came first stands
/// for its group.
package struct PersonGroups: Sendable {
    private let rules: IdentityRules
    /// By hash, open addressing: the place of a node, from 1; 0 where none is.
    private var slots = [UInt32](repeating: 0, count: 1024)
    private var hashes: [UInt64] = []
    private var parents: [UInt32] = []
    /// By record, one node of its group.
    private var nodes: [UInt32] = []

    package init(rules: IdentityRules) {
        self.rules = rules
    }

    /// How many records were added.
    package var count: Int { nodes.count }

    /// In bytes, about.
    package var size: Int { slots.count * 4 + parents.count * 12 + nodes.count * 12 }

    /// Joins a record with those that are the same record, state one of its strong identifiers, are the order that it
    /// belongs to, or meet it in a stored profile.
    package mutating func add(_ record: SourceRecord, meeting stored: StoredPlaces = StoredPlaces()) {
        let own = node(Self.hash(of: record.key))
        for identifier in strong(record) {
            join(own, node(Self.hash(of: identifier)))
            if let holder = stored.identifiers[identifier] { join(own, node(Self.hash(of: holder))) }
        }
        for key in [record.key, record.orderOfItsCustomer].compactMap(\.self) {
            join(own, node(Self.hash(of: key)))
            if let profile = stored.facts[key] { join(own, node(Self.hash(of: profile))) }
        }
        nodes.append(own)
    }

    /// What of the records may be stored already: facts, and the identifiers that connect them with others.
    package func names(of records: some Sequence<SourceRecord>) -> (facts: Set<FactKey>, identifiers: Set<Identifier>) {
        var (facts, identifiers): (Set<FactKey>, Set<Identifier>) = ([], [])
        for record in records {
            facts.insert(record.key)
            if let order = record.orderOfItsCustomer { facts.insert(order) }
            identifiers.formUnion(strong(record))
        }
        return (facts, identifiers)
    }

    private func strong(_ record: SourceRecord) -> [Identifier] {
        record.identifiers.filter { rules[$0.type].strength == .strong }
    }

    /// A record's place among those that were added.
    package struct Place: Hashable, Sendable {
        fileprivate let number: UInt32
        /// Whether no record of its group follows.
        package fileprivate(set) var endsGroup: Bool

        package var index: Int { Int(number) }
    }

    /// The records in the order in which to file them: group by group, the group of the earliest record first, and
    /// within a group as they came.
    package mutating func order() -> [Place] {
        var ranks = [UInt32](repeating: 0, count: parents.count)
        var starts: [Int] = []
        for node in nodes {
            let root = Int(root(of: node))
            if ranks[root] == 0 {
                starts.append(0)
                ranks[root] = UInt32(starts.count)
            }
            starts[Int(ranks[root]) - 1] += 1
        }
        var next = 0
        for rank in starts.indices { (starts[rank], next) = (next, next + starts[rank]) }
        var order = [Place](repeating: Place(number: 0, endsGroup: false), count: nodes.count)
        for (number, node) in nodes.enumerated() {
            let rank = Int(ranks[Int(root(of: node))]) - 1
            order[starts[rank]] = Place(number: UInt32(number), endsGroup: false)
            starts[rank] += 1
        }
        for end in starts { order[end - 1].endsGroup = true }
        return order
    }

    // MARK: Nodes

    private mutating func node(_ hash: UInt64) -> UInt32 {
        if parents.count * 4 >= slots.count * 3 { grow() }
        let slot = slot(of: hash)
        if slots[slot] == 0 {
            hashes.append(hash)
            parents.append(UInt32(parents.count))
            slots[slot] = UInt32(parents.count)
        }
        return slots[slot] - 1
    }

    /// Where the hash is, or would be.
    private func slot(of hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0, hashes[Int(slots[slot]) - 1] != hash { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (node, hash) in hashes.enumerated() { slots[slot(of: hash)] = UInt32(node + 1) }
    }

    private mutating func root(of node: UInt32) -> UInt32 {
        var node = node
        while parents[Int(node)] != node {
            parents[Int(node)] = parents[Int(parents[Int(node)])]
            node = parents[Int(node)]
        }
        return node
    }

    private mutating func join(_ one: UInt32, _ other: UInt32) {
        let (first, second) = (root(of: one), root(of: other))
        parents[Int(max(first, second))] = min(first, second)
    }

    private static func hash(of value: some Hashable) -> UInt64 {
        UInt64(bitPattern: Int64(value.hashValue))
    }
}

/// The profiles where facts are filed and to which strong identifiers lead, as a store has them.
package struct StoredPlaces: Hashable, Sendable {
    package let facts: [FactKey: ProfileID]
    package let identifiers: [Identifier: ProfileID]

    package init(facts: [FactKey: ProfileID] = [:], identifiers: [Identifier: ProfileID] = [:]) {
        self.facts = facts
        self.identifiers = identifiers
    }
}
