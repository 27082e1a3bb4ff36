import ProfileCore

/// Everything that the calls of one transaction touch, in the order in which it is locked.
struct Scope: Sendable {
    /// More locks than these could fill the server's table of them, which all its clients share: twenty such
    /// transactions fit into the table as PostgreSQL ships it.
    static let greatestLocks = 256

    private(set) var touch = Touch()

    init(_ touches: some Sequence<Touch>) {
        for one in touches {
            touch.facts.formUnion(one.facts)
            touch.identifiers.formUnion(one.identifiers)
            touch.profiles.formUnion(one.profiles)
            touch.weakTypes.formUnion(one.weakTypes)
            touch.records += one.records
            touch.includesMerges = touch.includesMerges || one.includesMerges
            if let asked = one.tombstones { touch.tombstones = asked.union(touch.tombstones ?? []) }
        }
    }

    mutating func add(_ identifiers: Set<Identifier>) {
        touch.identifiers.formUnion(identifiers)
    }

    /// Whether single locks would be too many, so that the transaction has to be alone.
    var isLarge: Bool {
        touch.facts.count + touch.identifiers.count + touch.profiles.count > Self.greatestLocks
    }

    var lockKeys: [Int64] {
        Set(touch.facts.map(AdvisoryLock.key) + touch.identifiers.map(AdvisoryLock.key)).sorted()
    }
}
