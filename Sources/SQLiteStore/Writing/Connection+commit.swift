import ProfileCore
import ProfileStore
import SQLStore

extension Connection {
    /// Loads and decides, unless what was foreseen still holds, and applies. The caller holds the transaction, and
    /// takes back what is not to be kept.
    func commit<Answer: Sendable>(
        _ foresight: Foresight<Answer>, at clock: Timestamp, _ trial: CommitTrial = CommitTrial()
    ) throws(StoreError) -> CommitTrial.Ending<Answer> {
        let (decision, answer) =
            if let decided = foresight.decided?.take() {
                decided
            } else {
                trial.decide(try load(foresight.readSet, at: clock), by: foresight.decide)
            }
        var application = Application<Statement>([consume decision], in: [trial])
        switch try apply(&application) {
        case .success(let changes):
            return .committed(Committed(answer: answer, decision: application.decisions[0], changes: changes))
        case .failure(let unprepared): return .unprepared(unprepared.basis)
        }
    }

    func load(_ readSet: ReadSet, at clock: Timestamp) throws(StoreError) -> Snapshot {
        var loading = Loading<Statement>(readSet)
        var calls = try loading.next([])
        while !calls.isEmpty { calls = try loading.next(try answers(to: calls)) }
        return (consume loading).finish().snapshot(for: readSet, at: clock)
    }

    private struct Unprepared: Error {
        let basis: FoldBasis
    }

    private func apply(
        _ application: inout Application<Statement>
    ) throws(StoreError) -> Result<[ProfileChange], Unprepared> {
        var answers: [SQLiteRows] = []
        while true {
            switch try application.next(answers) {
            case .step(let writes, let asks):
                try run(writes)
                answers = try self.answers(to: asks)
            case .unprepared(let bases):
                guard let basis = bases[0] else { throw .failed(detail: "a fold without a basis") }
                return .failure(Unprepared(basis: basis))
            case .applied(let writes):
                guard !application.rehearses else { return .success([]) }
                try run(writes)
                return .success(try save(ChangedProfiles(application.decisions)).flatMap(\.self))
            }
        }
    }

    /// Numbers the changes in order of the ids, after all earlier ones.
    private func save(_ profiles: ChangedProfiles) throws(StoreError) -> [[ProfileChange]] {
        let last = try answers(to: [Statement.lastNumber.with()])[0].integer() ?? 0
        var next = last
        for rows in profiles.rows.parts(of: Stored.atOnce) {
            let (first, bytes) = (next, Stored.bytes(ofEach: rows.map(\.state)))
            next += Int64(rows.count)
            try run(
                Statement.saveProfiles.each(Array(zip(rows, bytes).enumerated())) { bindings, item in
                    let (place, (row, bytes)) = item
                    bindings.add(row.id)
                    bindings.add(row.state.map { Int64($0.version) })
                    bindings.add(first + Int64(place) + 1)
                    bindings.add(row.changedAt)
                    bindings.add(bytes)
                    bindings.add(row.state?.summary.derivation ?? 0)
                    bindings.add(small: row.state?.summary.contactAge ?? 0)
                    bindings.add(Int(row.parts.rawValue))
                })
        }
        try run(
            Statement.saveEvents.each(profiles.events) { bindings, event in
                bindings.add(event.profile)
                bindings.add(last + Int64(event.change) + 1)
                bindings.add(event.place)
                bindings.add(event.at)
                bindings.add(Stored.bytes(of: event.event))
            })
        return profiles.changes(numberedAfter: ChangeNumber(stripe: 0, value: last))
    }

    /// Leaves tombstones, the erasure, and a numbered change that says the profile is no more.
    func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant, hash: (ErasableName) -> Tombstone
    ) throws(StoreError) -> Erased? {
        let states = try profiles([reference])[reference] ?? []
        let remembered = try answers(to: [Statement.isRemembered.with { $0.add(reference.id) }])[0]
        guard let profile = reference.erasable(among: states, isRemembered: try !remembered.isEmpty) else { return nil }
        let subject = try ErasureSubject(try answers(to: Statement.subject(profile)))
        let tombstones = Set(subject.names.map(hash))
        let erasure = warrant.erasure(of: subject.counts, tombstones: tombstones.count)
        try run(Statement.entry(of: erasure, tombstones.sorted()) + Statement.removal(of: profile))
        var application = Application<Statement>(
            [subject.decision(removing: profile, of: states, at: warrant.at)], in: [CommitTrial()])
        guard case .success(let changes) = try apply(&application) else {
            throw .unreadable(detail: ErasureSubject.unprepared)
        }
        return Erased(profile: profile, erasure: erasure, changes: changes)
    }

    func profiles(
        _ references: Set<ProfileReference>
    ) throws(StoreError) -> [ProfileReference: [ProfileState]] {
        var (places, stored): ([ProfileReference], [[UInt8]]) = ([], [])
        for reference in references {
            let call =
                switch reference {
                case .id(let id): Statement.profileOfID.with { $0.add(id) }
                case .identifier(let identifier): Statement.profilesOfIdentifier.with { $0.add(identifier) }
                }
            try answers(to: [call])[0].each { row throws(StoreError) in
                guard let bytes = row.optionalBytes() else { return }
                places.append(reference)
                stored.append(bytes)
            }
        }
        do throws(DecodingFailure) {
            let states: [ProfileState] = try Stored.values(ofEach: stored)
            return Dictionary(grouping: zip(places, states), by: \.0).mapValues { $0.map(\.1) }
        } catch {
            throw StoreError(error)
        }
    }
}
