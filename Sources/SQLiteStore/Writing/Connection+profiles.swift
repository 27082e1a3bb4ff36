import ProfileCore
import ProfileStore

extension Connection {
    /// Numbers the changes in order of the ids, after all earlier ones.
    func save(
        _ profiles: [ProfileID: ProfileState], removing removed: Set<ProfileID>, at moment: Timestamp
    ) throws(StoreError) -> [ProfileChange] {
        let query = try prepare(
            """
            INSERT INTO profiles (id, version, sequence, changed_at, state, derivation, age)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, sequence = excluded.sequence,
                changed_at = excluded.changed_at, state = excluded.state, derivation = excluded.derivation,
                age = excluded.age
            """)
        var sequence = try integer("SELECT max(sequence) FROM profiles") ?? 0
        var changes: [ProfileChange] = []
        for ids in removed.union(profiles.keys).sorted().parts(of: Self.encodedAtOnce) {
            let states = ids.map { removed.contains($0) ? nil : profiles[$0] }
            for (id, (state, bytes)) in zip(ids, zip(states, Stored.bytes(ofEach: states))) {
                sequence += 1
                try query.run {
                    $0.add(id)
                    $0.add(state, bytes, number: sequence, at: moment)
                }
                let number = ChangeNumber(stripe: 0, value: sequence)
                changes.append(ProfileChange(number, profile: id, version: state?.version))
            }
        }
        return changes
    }

    /// Enough for several processors to share the work, and few enough to be held in memory beside it.
    private static let encodedAtOnce = 1024

    func save(_ aliases: [ProfileID: ProfileID]) throws(StoreError) {
        try run("INSERT OR REPLACE INTO aliases (alias, profile) VALUES (?, ?)", for: aliases) {
            $0.add($1.key)
            $0.add($1.value)
        }
    }

    func remove(_ aliases: Set<ProfileID>) throws(StoreError) {
        try run("DELETE FROM aliases WHERE alias = ?", for: aliases) { $0.add($1) }
    }
}

extension Bindings {
    fileprivate mutating func add(
        _ state: ProfileState?, _ bytes: [UInt8]?, number: Int64, at moment: Timestamp
    ) {
        if let state { add(state.version) } else { addNull() }
        add(number)
        add(state?.changedAt ?? moment)
        if let bytes { add(bytes) } else { addNull() }
        add(state?.summary.derivation ?? 0)
        add(state?.summary.contactAge ?? 0)
    }
}
