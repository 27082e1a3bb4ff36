package import ProfileCore
package import ProfileStore

/// What stands behind a profile.
extension ProfileService {
    /// A page of orders, interactions and activities, newest first, and the profile they are of.
    package func timeline(
        of reference: ProfileReference, after cursor: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage> {
        try await store.timeline(of: reference, after: cursor, limit: limit)
    }

    /// The links and merges behind a profile and a page of its facts, ascending by key.
    package func identity(
        of reference: ProfileReference, factsAfter key: FactKey?, limit: Int
    ) async throws(StoreError) -> Reached<IdentityPage> {
        try await store.identity(of: reference, factsAfter: key, limit: limit)
    }

    package func conflicts(after cursor: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict] {
        try await store.conflicts(after: cursor, limit: limit)
    }

    /// A page of the claims of a profile's facts that are refused, ascending by key.
    package func claims(
        of profile: ProfileID, after claim: ClaimKey?, limit: Int
    ) async throws(StoreError) -> [Conflict] {
        try await store.claims(of: profile, after: claim, limit: limit)
    }

    /// The profile that a state stands for at this moment.
    package func profile(of state: ProfileState) -> Profile {
        joinedProfile(state, at: now(), judgement.basis)
    }

    /// A page of all facts of a profile, ascending by key.
    package func facts(of profile: ProfileID, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        try await store.facts(of: profile, after: key, limit: limit)
    }

    /// Folds every profile again from its facts, page by page; `progress` gets the number done.
    package func rebuild(progress: (Int) -> Void) async throws(StoreError) {
        var last: ProfileID?
        var done = 0
        while true {
            let page = try await store.scan(after: last, limit: 200).map(\.id)
            guard let final = page.last else { return }
            let random = drawRandomBits()
            try await commit(reading: ReadSet(profiles: Set(page))) { [rules = settings.identity] snapshot in
                let spare = ProfileID(drawnAt: snapshot.moment, random: random)
                return (
                    Decision(
                        rebuilding: snapshot.profiles, rules: rules, spareID: spare.next, at: snapshot.moment), ()
                )
            }
            last = final
            done += page.count
            progress(done)
        }
    }
}

/// Reading everything, page by page.
extension ProfileService {
    /// A page of all facts of a kind, ascending by key.
    package func facts(
        kind: RecordKind, after key: FactKey?, limit: Int
    ) async throws(StoreError) -> [Fact] {
        try await store.facts(kind: kind, after: key, limit: limit)
    }

    /// A page of all profiles, ascending by id.
    package func profiles(after id: ProfileID?, limit: Int) async throws(StoreError) -> [ServedProfile] {
        let (moment, basis) = (now(), judgement.basis)
        return try await store.scan(after: id, limit: limit).map { state in
            let served = serve(state, at: moment, basis)
            return joined(served, at: moment) ?? served
        }
    }
}
