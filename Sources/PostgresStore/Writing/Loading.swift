import ProfileCore
import ProfileStore
import SQLStore

/// Everything that the calls of one transaction read, in the order in which it is locked.
struct Scope: Sendable {
    /// More locks than these could fill the server's table of them, which all its clients share: twenty such
    /// transactions fit into the table as PostgreSQL ships it.
    static let greatestLocks = 256

    private(set) var readSet = ReadSet()

    init(_ readSets: some Sequence<ReadSet>) {
        for one in readSets {
            readSet.facts.formUnion(one.facts)
            readSet.identifiers.formUnion(one.identifiers)
            readSet.profiles.formUnion(one.profiles)
            readSet.weakTypes.formUnion(one.weakTypes)
            readSet.records += one.records
            readSet.includesMerges = readSet.includesMerges || one.includesMerges
            if let asked = one.tombstones { readSet.tombstones = asked.union(readSet.tombstones ?? []) }
        }
    }

    mutating func add(_ identifiers: Set<Identifier>) {
        readSet.identifiers.formUnion(identifiers)
    }

    /// Whether single locks would be too many, so that the transaction has to be alone.
    var isLarge: Bool { readSet.count > Self.greatestLocks }

    /// Locks what the scope names, for a writer who is not alone.
    var lockCalls: [Call] {
        let keys = Set(readSet.facts.map(AdvisoryLock.key) + readSet.identifiers.map(AdvisoryLock.key)).sorted()
        guard !keys.isEmpty || !readSet.profiles.isEmpty else { return [Statement.lockShared()] }
        return [Statement.lockShared(), Statement.lockKeys { $0.add(integers: keys) }]
    }
}

/// A profile that a scope leads to, and the number of its lock.
struct FoundProfile: Sendable {
    let id: ProfileID
    let lock: Int64
}

/// A request that locks and loads a scope in one round trip, for which the server finds the profiles twice, to lock and
/// to load them.
///
/// A transaction that is alone loads the profiles afterwards: finding thousands twice costs more than a round trip.
/// Where tables are spread, the profiles are found by a round trip before, and locked and loaded by their ids.
private struct LockingRequest {
    private(set) var calls: [Call]
    private let request: LoadRequest<PostgresStatement>
    private let found: [FoundProfile]?
    private var lockedAt: Int?
    private let momentAt: Int
    private let profilesAt: Int?

    /// `found` are the profiles that the scope led to, when all other things of it are locked.
    init(_ scope: Scope, alone: Bool, found: [FoundProfile]?) {
        request = LoadRequest(scope.readSet)
        self.found = found
        if alone {
            calls = [Statement.lockAlone()]
        } else if let found {
            calls = [Statement.lockKeys { $0.add(integers: found.map(\.lock)) }]
        } else {
            calls = scope.lockCalls
            if !request.leadsNowhere {
                lockedAt = calls.count
                calls.append(Statement.lockProfiles { $0.add(scope) })
            }
        }
        momentAt = calls.count
        calls += [Statement.moment()] + request.calls
        if alone || request.leadsNowhere {
            profilesAt = nil
        } else {
            profilesAt = calls.count
            calls.append(
                found.map { found in Statement.profilesByID { $0.add(ids: found.map(\.id)) } }
                    ?? Statement.namedProfiles { $0.add(scope) })
        }
    }

    /// What was loaded, and whether every profile that the rows lead to is locked.
    func loaded(from rows: [Rows]) throws(StoreError) -> (loaded: Loaded, moment: Timestamp, isLocked: Bool) {
        var loaded = Loaded()
        let moment = try rows[momentAt].integer().map(Timestamp.init(milliseconds:))
        guard let moment else { throw .unreadable(detail: "the server shows no time") }
        try request.take(rows[(momentAt + 1)..<(profilesAt ?? rows.count)], into: &loaded)
        if let profilesAt { try loaded.snapshot.take(profiles: rows[profilesAt]) }
        if let found { return (loaded, moment, loaded.ids.isSubset(of: found.map(\.id))) }
        guard let lockedAt else { return (loaded, moment, true) }
        return (loaded, moment, loaded.ids.isSubset(of: try rows[lockedAt].ids()))
    }
}

/// Two writers that could disturb each other hold a common lock: one that may link an identifier or file a fact holds
/// its lock, and one that changes a profile or moves what is filed under it holds the profile's. A writer learns which
/// profiles it needs from rows that others may move until it holds the profiles' locks; it therefore looks at the rows
/// once it holds them, and begins again when they lead to a profile it has not locked. Locks are taken in one order
/// everywhere, so that no two transactions wait for each other.
extension Transaction {
    /// A transaction that lost so many races asks to be alone.
    private static var greatestRounds: Int { 6 }

    /// Locks and loads everything that `scope` leads to, as of a moment by the clock of the server.
    mutating func load(
        _ scope: Scope, alone: Bool
    ) async throws(PostgresFailure) -> (loaded: Loaded, moment: Timestamp) {
        var scope = scope
        var round = 0
        while true {
            let isAlone = alone || scope.isLarge || round >= Self.greatestRounds
            let found = !isAlone && layout == .spread ? try await lockAndFind(scope) : nil
            let request = LockingRequest(scope, alone: isAlone, found: found)
            let rows = try await run(request.calls)
            let (loaded, moment, isLocked) = try reading { () throws(StoreError) in try request.loaded(from: rows) }
            let missing = loaded.identifiersNamed(beyond: scope.readSet)
            if missing.isEmpty, isLocked {
                return (try await loadRest(of: scope.readSet, after: loaded, knowsProfiles: !isAlone), moment)
            }
            scope.add(missing)
            // Locks that came late would break the order, so all are given up first.
            beginAnew()
            round += 1
        }
    }

    /// Locks what the scope names, and finds the profiles that this leads to.
    private mutating func lockAndFind(_ scope: Scope) async throws(PostgresFailure) -> [FoundProfile] {
        let rows = try await run(scope.lockCalls + [Statement.profilesToLock { $0.add(scope) }])
        return try reading { () throws(StoreError) in
            try rows.last?.all { row throws(StoreError) in
                FoundProfile(id: try row.id(), lock: try row.integer())
            } ?? []
        }
    }

    private mutating func loadRest(
        of readSet: ReadSet, after loaded: consuming Loaded, knowsProfiles: Bool
    ) async throws(PostgresFailure) -> Loaded {
        var loading = Loading<PostgresStatement>(readSet, after: loaded, knowsProfiles: knowsProfiles)
        var rows: [Rows] = []
        while case let calls = try reading({ () throws(StoreError) in try loading.next(rows) }), !calls.isEmpty {
            rows = try await run(calls)
        }
        return loading.finish()
    }
}

extension PostgresParameters {
    /// As six lists: identifiers, facts, ids.
    fileprivate mutating func add(_ scope: Scope) {
        add(identifiers: scope.readSet.identifiers.sorted())
        add(keys: scope.readSet.facts.sorted())
        add(ids: scope.readSet.profiles.sorted())
    }
}
