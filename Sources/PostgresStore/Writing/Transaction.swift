import ProfileCore
import ProfileStore

/// One transaction that loads and later saves, on a connection it has to itself.
///
/// Two writers that could disturb each other hold a common lock: whoever may link an identifier or file a fact holds
/// its lock, and whoever changes a profile or moves what is filed under it holds the profile's. A writer learns which
/// profiles it needs from rows that others may move until it holds the profiles' locks; it therefore looks at the rows
/// once it holds them, and begins anew when they lead to a profile it has not locked. Locks are taken in one order
/// everywhere, so that no two transactions wait for each other.
struct Transaction: Sendable {
    /// A transaction that lost so many races asks to be alone.
    private static let greatestRounds = 6

    let connection: Connection

    /// Locks and loads everything that `scope` leads to. The transaction goes on until `commit` or `rollBack`.
    func load(_ scope: Scope, alone: Bool) async throws(PostgresFailure) -> Loaded {
        var scope = scope
        var opening = [Statement.begin()]
        var round = 0
        while true {
            let isAlone = alone || scope.isLarge || round >= Self.greatestRounds
            let isFoundFirst = !isAlone && connection.layout == .spread
            let found = isFoundFirst ? try await lockAndFind(scope, opening: opening) : nil
            let look = Look(at: scope, alone: isAlone, opening: found == nil ? opening : [], found: found)
            let rows = try await connection.run(look.calls)
            let (loaded, isLocked) = try Self.reading { () throws(StoreError) in
                let loaded = try look.loaded(from: rows)
                return (loaded, try look.isLocked(loaded, by: rows))
            }
            let missing = loaded.identifiersNamed(beyond: scope.touch)
            if missing.isEmpty, isLocked {
                let known = try await isAlone ? withProfiles(loaded, scope.touch) : loaded
                return try await withTallies(withReview(known, scope.touch), scope.touch)
            }
            scope.add(missing)
            connection.reactor.tally.note(.race)
            // Locks that came late would break the order, so all are given up first.
            opening = [Statement.rollBack(), Statement.begin()]
            round += 1
        }
    }

    /// Locks what the scope names, and finds the profiles that this leads to.
    private func lockAndFind(_ scope: Scope, opening: [Call]) async throws(PostgresFailure) -> [FoundProfile] {
        let calls = opening + scope.lockCalls + [Statement.profilesToLock { $0.add(scope) }]
        let rows = try await connection.run(calls)
        return try Self.reading { () throws(StoreError) in
            try rows.last?.all { columns throws(StoreError) in
                FoundProfile(id: try columns.id(), lock: try columns.integer())
            } ?? []
        }
    }

    private func withProfiles(_ loaded: Loaded, _ touch: Touch) async throws(PostgresFailure) -> Loaded {
        var loaded = loaded
        let ids = loaded.ids.union(touch.profiles).sorted().map(Optional.init)
        guard !ids.isEmpty else { return loaded }
        let rows = try await connection.run(Statement.profilesByID { $0.add(ids: ids) })
        try Self.reading { () throws(StoreError) in
            try rows.each { columns throws(StoreError) in
                let state: ProfileState = try columns.value()
                loaded.profiles[state.id] = state
            }
        }
        return loaded
    }

    /// Separations and merges, which are rare.
    private func withReview(_ loaded: Loaded, _ touch: Touch) async throws(PostgresFailure) -> Loaded {
        guard loaded.separationsExist || touch.includesMerges else { return loaded }
        var loaded = loaded
        let names = loaded.names.sorted().map(Optional.init)
        var calls = [Statement.separations { $0.add(ids: names) }]
        if touch.includesMerges {
            calls.append(Statement.merges { $0.add(ids: names) })
            calls += loaded.profiles.keys.sorted().map { Statement.oldestFacts(of: $0, limit: 1) }
        }
        let rows = try await connection.run(calls)
        try Self.reading { () throws(StoreError) in
            loaded.separations = try rows[0].all { columns throws(StoreError) in try columns.separation() }
            guard touch.includesMerges else { return }
            loaded.merges = Merge.oldestFirst(try rows[1].all { columns throws(StoreError) in try columns.value() })
            for rows in rows.dropFirst(2) {
                let first = try rows.first { columns throws(StoreError) in try columns.fact() }
                if let first { loaded.firstFacts[first.filing.profile] = first.key }
            }
        }
        return loaded
    }

    /// Tallies in rows of their own, which few profiles have.
    private func withTallies(_ loaded: Loaded, _ touch: Touch) async throws(PostgresFailure) -> Loaded {
        let needed = loaded.snapshot.talliesNeeded(by: touch)
        guard !needed.isEmpty else { return loaded }
        var loaded = loaded
        loaded.tallies = needed.mapValues { TalliesFound(asked: $0) }
        guard let call = TallyRows.lookUp(needed) else { return loaded }
        let rows = try await connection.run(call)
        let found = try Self.reading { () throws(StoreError) in try rows.tallies() }
        for (id, tallies) in found { loaded.tallies[id]?.tallies = tallies }
        return loaded
    }

    /// Whether other writers wait until this one, who is alone, has ended.
    func othersWait() async throws(PostgresFailure) -> Bool {
        let rows = try await connection.run(Statement.othersWait())
        return try Self.reading { () throws(StoreError) in
            try rows.first { columns throws(StoreError) in columns.flag() } ?? false
        }
    }

    /// Begins, and tells whether nobody else is at `work` until it ends.
    func holds(_ work: SharedWork) async throws(PostgresFailure) -> Bool {
        let rows = try await connection.run([Statement.begin(), Statement.hold(work)()])
        return try Self.reading { () throws(StoreError) in
            try rows[1].first { columns throws(StoreError) in columns.flag() } ?? false
        }
    }

    /// Ends the transaction without a trace.
    func rollBack() async throws(PostgresFailure) {
        _ = try await connection.run(Statement.rollBack())
    }

    static func reading<Value>(_ body: () throws(StoreError) -> Value) throws(PostgresFailure) -> Value {
        do throws(StoreError) {
            return try body()
        } catch {
            if case .unreadable(let detail) = error { throw .unreadable(detail: detail) }
            throw .unreadable(detail: "a row cannot be read")
        }
    }
}
