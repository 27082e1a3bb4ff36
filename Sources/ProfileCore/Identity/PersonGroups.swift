/// Which records of a load belong together, because a chain of identifiers leads from one to the other.
///
/// It holds a million of records in some thirty megabytes: what connects is known by 32 bits of hash. Where two share
/// them, strangers get into one group, whose records are then merely filed in the order in which they came.
///
/// The groups are those of a union-find (Galler and Fischer, 1964), with paths halved; the node that came first stands
/// for its group.
package struct PersonGroups: Sendable {
    private let rules: IdentityRules
    /// By hash, open addressing: the place of a node, from 1; 0 where none is.
    private var slots = [UInt32](repeating: 0, count: 1024)
    private var hashes: [UInt32] = []
    private var parents: [UInt32] = []
    /// By record, one node of its group.
    private var nodes: [UInt32] = []

    package init(rules: IdentityRules) {
        self.rules = rules
    }

    /// How many records were added.
    package var count: Int { nodes.count }

    /// In bytes, about.
    package var size: Int { slots.count * 4 + parents.count * 8 + nodes.count * 12 }

    /// Whoever states the same record again, one strong identifier, or the order that a record belongs to, is met.
    package mutating func add(_ record: SourceRecord) {
        let own = node(Self.hash(of: record.key))
        for identifier in record.identifiers where rules[identifier.type].strength == .strong {
            join(own, node(Self.hash(of: identifier)))
        }
        if let order = record.orderOfItsCustomer { join(own, node(Self.hash(of: order))) }
        nodes.append(own)
    }

    /// The places of the records, counted as they were added, in the order in which to file them: group by group, the
    /// group of the earliest record first, and within a group as they came.
    package mutating func order() -> [Int] {
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
        var order = [Int](repeating: 0, count: nodes.count)
        for (place, node) in nodes.enumerated() {
            let rank = Int(ranks[Int(root(of: node))]) - 1
            order[starts[rank]] = place
            starts[rank] += 1
        }
        return order
    }

    // MARK: Nodes

    private mutating func node(_ hash: UInt32) -> UInt32 {
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
    private func slot(of hash: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
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

    private static func hash(of value: some Hashable) -> UInt32 {
        UInt32(truncatingIfNeeded: value.hashValue)
    }
}
