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
            let decideAndTell = { @Sendable [horizon] (snapshot: Snapshot) -> (Decision, WriteCall.Tell) in
                let (decision, answer) = trial.decide(snapshot, by: decide)
                return (
                    decision,
                    { decision, changes in
                        horizon.note(changes)
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
        let call = Self.profiles(of: identifiers, and: ids)
        let read = { @Sendable [identifiers, ids] (rows: Rows) throws(StoreError) in
            var found: [ProfileReference: [ProfileState]] = [:]
            try rows.each { columns throws(StoreError) in
                let place = Int(try columns.integer())
                let reference: ProfileReference =
                    place > 0 ? .identifier(identifiers[place - 1]) : .id(ids[-place - 1])
                found[reference, default: []].append(try columns.value())
            }
            return found
        }
        guard references.count > 1 else { return try await readAnywhere(call, read) }
        return try await readAnywhere([call]) { rows throws(StoreError) in try read(rows[0]) }
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
        return try await readAnywhere([call]) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.fact() }
        }
    }

    package func facts(kind: RecordKind, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        let call = Statement.factsOfKind {
            $0.add(Int16(kind.rawValue))
            $0.add(afterKey: key)
            $0.add(max(limit, 0))
        }
        return try await read([call], for: .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.fact() }
        }
    }

    package func conflicts(after cursor: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict] {
        var calls = [Self.conflicts(resolved: cursor?.isResolved ?? false, after: cursor, limit: limit)]
        if cursor?.isResolved != true { calls.append(Self.conflicts(resolved: true, after: nil, limit: limit)) }
        return try await readTogether(calls) { rows throws(StoreError) in
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
        return try await read([call ?? start], for: .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.value() }
        }
    }

    package func profiles(foldedBefore derivation: Int, limit: Int) async throws(StoreError) -> [ProfileID] {
        let call = Statement.profilesToFold {
            $0.add(derivation)
            $0.add(max(limit, 0))
        }
        return try await read([call], for: .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.id() }
        }
    }

    package func countProfiles(foldedBefore derivation: Int) async throws(StoreError) -> Int {
        let call = Statement.countProfilesToFold { $0.add(derivation) }
        let count = try await read([call], for: .background) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.integer() }
        }
        return Int(count ?? 0)
    }

    package func changes(after sequence: Int64, limit: Int) async throws(StoreError) -> [ProfileChange] {
        let call = Statement.changes {
            $0.add(sequence)
            $0.add(max(limit, 0))
        }
        let changes = try await read([call]) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.change() }
        }
        horizon.note(changes)
        return changes
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
