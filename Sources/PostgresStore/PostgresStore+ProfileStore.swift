package import ProfileCore
package import ProfileStore

extension PostgresStore: ProfileStore {
    package func commit<Answer: Sendable>(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: smallestFold) { trial throws(StoreError) in
            try await attempt(trial, touching: touch, decide: decide)
        }
    }

    package func commitFoldingBeside<Answer: Sendable>(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: 0) { trial throws(StoreError) in
            try await attempt(trial, touching: touch, decide: decide)
        }
    }

    func attempt<Answer: Sendable>(
        _ trial: CommitTrial, touching touch: Touch,
        decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> CommitTrial.Ending<Answer> {
        let result: Result<CommitTrial.Ending<Answer>, StoreError> = await withCheckedContinuation { continuation in
            let decideAndTell = { @Sendable [self] (snapshot: Snapshot) -> (Decision, WriteCall.Tell) in
                let (decision, answer) = trial.decide(snapshot, by: decide)
                return (
                    decision,
                    { [self] decision, changes in
                        publish(changes)
                        let committed = Committed(answer: answer, decision: decision, changes: changes)
                        continuation.resume(returning: .success(.committed(committed)))
                    }
                )
            }
            writes.add(
                WriteCall(
                    touch: touch, trial: trial, decide: decideAndTell,
                    prepare: { continuation.resume(returning: .success(.unprepared($0))) },
                    fail: { continuation.resume(returning: .failure($0)) }))
        }
        return try result.get()
    }

    package func profiles(
        _ references: Set<ProfileReference>
    ) async throws(StoreError) -> [ProfileReference: [ProfileState]] {
        var (identifiers, ids): ([Identifier], [ProfileID]) = ([], [])
        for reference in references {
            switch reference {
            case .id(let id): ids.append(id)
            case .identifier(let identifier): identifiers.append(identifier)
            }
        }
        if address.layout == .spread { return try await profilesByKeys(identifiers, ids) }
        let call = Self.profiles(of: identifiers, and: ids)
        return try await read([call], references.count > 1 ? .anywhere : .quick) {
            [identifiers, ids] rows throws(StoreError) in
            var found: [ProfileReference: [ProfileState]] = [:]
            try rows[0].each { columns throws(StoreError) in
                let place = Int(try columns.integer())
                let reference: ProfileReference =
                    place > 0 ? .identifier(identifiers[place - 1]) : .id(ids[-place - 1])
                found[reference, default: []].append(try columns.value())
            }
            return found
        }
    }

    /// What is asked for most, a single identifier, has a statement of its own, which costs the server less.
    private static func profiles(of identifiers: [Identifier], and ids: [ProfileID]) -> Call {
        if ids.isEmpty, identifiers.count == 1, let only = identifiers.first {
            return Statement.profilesOfOne {
                $0.add(only.type)
                $0.add(only.value)
            }
        }
        return Statement.profiles {
            $0.add(identifiers: identifiers)
            $0.add(ids: ids.map(Optional.init))
        }
    }

    package func facts(of profile: ProfileID, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        let call = Statement.factsOfProfile {
            $0.add(profile)
            $0.add(afterKey: key)
            $0.add(max(limit, 0))
        }
        return try await read([call], .anywhere) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.fact() }
        }
    }

    package func facts(kind: RecordKind, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        let call = Statement.factsOfKind {
            $0.add(Int16(kind.rawValue))
            $0.add(afterKey: key)
            $0.add(max(limit, 0))
        }
        return try await read([call], .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.fact() }
        }
    }

    package func places(
        of facts: Set<FactKey>, _ identifiers: Set<Identifier>
    ) async throws(StoreError) -> StoredPlaces {
        let calls = [
            Statement.facts { $0.add(keys: facts.sorted()) },
            Statement.links { $0.add(identifiers: identifiers.sorted()) },
        ]
        return try await read(calls, .background) { rows throws(StoreError) in
            var loaded = Loaded()
            try rows[0].each { columns throws(StoreError) in try loaded.add(&columns) }
            let links = try rows[1].all { columns throws(StoreError) in try columns.link() }
            return StoredPlaces(
                facts: loaded.facts.mapValues(\.filing.profile),
                identifiers: Dictionary(links.map { ($0.identifier, $0.profile) }) { first, _ in first })
        }
    }

    package func conflicts(after cursor: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict] {
        var calls = [Self.conflicts(resolved: cursor?.isResolved ?? false, after: cursor, limit: limit)]
        if cursor?.isResolved != true { calls.append(Self.conflicts(resolved: true, after: nil, limit: limit)) }
        return try await read(calls) { rows throws(StoreError) in
            var page = try rows[0].all { columns throws(StoreError) in try columns.conflict() }
            page = cursor?.rest(of: page) ?? page
            if page.count < limit, rows.count > 1 {
                page += try rows[1].all { columns throws(StoreError) in try columns.conflict() }
            }
            return Array(page.prefix(max(limit, 0)))
        }
    }

    private static func conflicts(resolved: Bool, after cursor: ConflictCursor?, limit: Int) -> Call {
        Statement.conflicts {
            $0.add(resolved)
            $0.add(cursor?.at.milliseconds ?? .max)
            $0.add(afterKey: cursor?.fact)
            $0.add(max(limit, 0) + (cursor?.shown ?? 0))
        }
    }

    package func scan(after profile: ProfileID?, limit: Int) async throws(StoreError) -> [ProfileState] {
        let start = Statement.scanFromStart { $0.add(max(limit, 0)) }
        let call = profile.map { profile in
            Statement.scan {
                $0.add(profile)
                $0.add(max(limit, 0))
            }
        }
        return try await read([call ?? start], .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.value() }
        }
    }

    package func profiles(foldedBefore derivation: Int, limit: Int) async throws(StoreError) -> [ProfileID] {
        let call = Statement.profilesToFold {
            $0.add(derivation)
            $0.add(max(limit, 0))
        }
        return try await read([call], .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.id() }
        }
    }

    package func countProfiles(foldedBefore derivation: Int) async throws(StoreError) -> Int {
        let call = Statement.countProfilesToFold { $0.add(derivation) }
        let count = try await read([call], .background) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.integer() }
        }
        return Int(count ?? 0)
    }

    /// No stripe takes more than its share of a page, so that none is read late while another is busy.
    package func changes(after position: FeedPosition, limit: Int) async throws(StoreError) -> ChangePage {
        let share = (max(limit, 0) + Stripe.count - 1) / Stripe.count
        let call = Statement.changes {
            for stripe in Stripe.all { $0.add(stripe.base + position[stripe.index]) }
            $0.add(share)
            $0.add(max(limit, 0))
        }
        let changes = try await read([call], .settled) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.change() }
        }
        horizon.note(changes)
        let fullest = Dictionary(grouping: changes, by: \.number.stripe).values.map(\.count).max() ?? 0
        return ChangePage(changes, after: position, isLast: changes.count < limit && fullest < share)
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read([Statement.lastNumbers()], .settled) { rows throws(StoreError) in try rows[0].position() }
    }

    package var hasSingleWrites: Bool { writes.hasSingleWrites }

    package func probe() async throws(StoreError) {
        guard !writes.isKnownToWork else { return }
        do throws(StoreError) {
            try await save(setting: StoredSetting.probe, [])
            writes.note(nil)
        } catch {
            writes.note(error)
            throw error
        }
    }
}

extension Parameters {
    /// Without a key, values that come before every key.
    mutating func add(afterKey key: FactKey?) {
        if let key { return add(key) }
        add(0 as Int16)
        add("")
        add("")
    }
}
