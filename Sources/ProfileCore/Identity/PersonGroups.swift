/// Groups of a load's records that belong together, because a chain of names leads from one to the other.
///
/// The groups are those of a union-find (Galler and Fischer, 1964), with paths halved; the earliest record stands for
/// its group. A record takes four bytes.
package struct PersonGroups: Sendable {
    /// By record, an earlier one of its group, or itself.
    private var parents: [UInt32] = []

    package init() {}

    /// How many records were added.
    package var count: Int { parents.count }

    /// Adds a record that is a group of its own so far; the answer is its place among those that were added.
    package mutating func add() -> UInt32 {
        let record = UInt32(parents.count)
        parents.append(record)
        return record
    }

    package mutating func join(_ one: UInt32, _ other: UInt32) {
        let (first, second) = (earliest(of: one), earliest(of: other))
        parents[Int(max(first, second))] = min(first, second)
    }

    /// Where a record stands in the order in which to file them: group by group, the group of the earliest record
    /// first, and within a group as they came.
    package struct Place: Hashable, Comparable, Sendable {
        /// The earliest record of the group.
        package let group: UInt32
        package let record: UInt32

        package init(group: UInt32, record: UInt32) {
            (self.group, self.record) = (group, record)
        }

        package static func < (one: Place, other: Place) -> Bool {
            (one.group, one.record) < (other.group, other.record)
        }
    }

    package mutating func place(of record: UInt32) -> Place {
        Place(group: earliest(of: record), record: record)
    }

    package mutating func order() -> [Place] {
        var places: [Place] = []
        places.reserveCapacity(count)
        for record in 0..<UInt32(count) { places.append(place(of: record)) }
        places.sort()
        return places
    }

    private mutating func earliest(of record: UInt32) -> UInt32 {
        var record = record
        while parents[Int(record)] != record {
            parents[Int(record)] = parents[Int(parents[Int(record)])]
            record = parents[Int(record)]
        }
        return record
    }
}

/// The names by which records of a load belong together: their keys, their strong identifiers, the orders they are
/// about, and the profiles where a store has any of these.
///
/// A name is known by 64 bits of hash. Two names that shared them would merely put the records of strangers into one
/// group.
package struct PersonNames: Sendable {
    private let rules: IdentityRules

    package init(rules: IdentityRules) {
        self.rules = rules
    }

    package func hashes(of record: SourceRecord, meeting stored: StoredPlaces = StoredPlaces()) -> [UInt64] {
        var hashes: [UInt64] = []
        for identifier in record.identifiers where isStrong(identifier) {
            hashes.append(Self.hash(of: identifier))
            if let holder = stored.identifiers[identifier] { hashes.append(Self.hash(of: holder)) }
        }
        for key in [record.key, record.orderOfItsCustomer].compactMap(\.self) {
            hashes.append(Self.hash(of: key))
            if let profile = stored.facts[key] { hashes.append(Self.hash(of: profile)) }
        }
        return hashes
    }

    /// What of the records may be stored already: facts, and the identifiers that connect them with others.
    package func stored(
        of records: some Sequence<SourceRecord>
    ) -> (facts: Set<FactKey>, identifiers: Set<Identifier>) {
        var (facts, identifiers): (Set<FactKey>, Set<Identifier>) = ([], [])
        for record in records {
            facts.insert(record.key)
            if let order = record.orderOfItsCustomer { facts.insert(order) }
            for identifier in record.identifiers where isStrong(identifier) { identifiers.insert(identifier) }
        }
        return (facts, identifiers)
    }

    private func isStrong(_ identifier: Identifier) -> Bool {
        rules[identifier.type].strength == .strong
    }

    private static func hash(of value: some Hashable) -> UInt64 {
        UInt64(bitPattern: Int64(value.hashValue))
    }
}

/// The earliest record with each name.
package struct NameTable: Sendable {
    /// Open addressing: the place of a name, from 1; 0 where none is.
    private var slots = [UInt32](repeating: 0, count: 1024)
    private var hashes: [UInt64] = []
    private var records: [UInt32] = []

    package init() {}

    /// Joins a record with the one that first came with the name.
    package mutating func join(_ record: UInt32, named hash: UInt64, in groups: inout PersonGroups) {
        if hashes.count * 4 >= slots.count * 3 { grow() }
        let slot = slot(of: hash)
        if slots[slot] == 0 {
            hashes.append(hash)
            records.append(record)
            slots[slot] = UInt32(hashes.count)
        } else {
            groups.join(record, records[Int(slots[slot]) - 1])
        }
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
        for (name, hash) in hashes.enumerated() { slots[slot(of: hash)] = UInt32(name + 1) }
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
