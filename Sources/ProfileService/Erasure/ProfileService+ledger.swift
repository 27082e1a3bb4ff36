package import ProfileCore
package import ProfileStore

/// The ledger: what has to outlive a restored backup.
extension ProfileService {
    /// What erasing again did.
    package struct Replay: Hashable, Sendable {
        package var profiles = 0
        /// Records taken out of profiles that also hold others, and those that had been withdrawn.
        package var records = 0

        package init(profiles: Int = 0, records: Int = 0) {
            self.profiles = profiles
            self.records = records
        }
    }

    private static let pageSize = 500

    /// The secret of the store's tombstones; nil as long as nobody was erased.
    package func erasureSecret() async throws(StoreError) -> [UInt8]? {
        try await store.erasureSecret()
    }

    /// A page of erasures, newest first, lifted ones included.
    package func erasures(after last: Erasure?) async throws(StoreError) -> [Erasure] {
        try await store.erasures(after: last, limit: Self.pageSize)
    }

    /// Takes over the secret of a ledger; false when the store has another one.
    package func adopt(erasureSecret secret: [UInt8]) async throws(StoreError) -> Bool {
        try await store.keepErasureSecret(secret) == secret
    }

    /// All tombstones of an erasure, page by page.
    package func tombstones(of erasure: String, after last: Tombstone?) async throws(StoreError) -> [Tombstone] {
        try await store.tombstones(of: erasure, after: last, limit: 1000)
    }

    package func enter(_ erasure: Erasure, _ tombstones: [Tombstone]) async throws(StoreError) {
        try await store.enter(erasure, tombstones)
    }

    /// Erases again what erasures have buried and a restored backup brought back.
    ///
    /// A profile all of whose records are buried is erased as before. From one that holds others too, a merge that
    /// was undone since, say, the buried records are taken, as if they had never come. So are those of which only the
    /// time is remembered, since they were withdrawn.
    package func eraseAgain() async throws(StoreError) -> Replay {
        let maker = try await tombstoneMaker()
        burials.set(maker)
        var replay = Replay()
        while true {
            let part = try await eraseOnce(maker)
            replay.profiles += part.profiles
            replay.records += part.records
            // A profile that came apart may have taken some of them along.
            guard part.records > 0 else { return replay }
        }
    }

    private func eraseOnce(_ maker: TombstoneMaker) async throws(StoreError) -> Replay {
        var buried: [ProfileID: (records: Int, erasure: String)] = [:]
        for kind in RecordKind.ofProfiles {
            var last: FactKey?
            while true {
                let page = try await store.facts(kind: kind, after: last, limit: Self.pageSize)
                for (fact, erasure) in try await self.buried(among: page, maker) {
                    buried[fact.filing.profile, default: (0, erasure)].records += 1
                }
                guard let final = page.last else { break }
                last = final.key
            }
        }
        var replay = Replay()
        for (profile, found) in buried.sorted(by: { $0.key < $1.key }) {
            guard let state = try await reached(.id(profile)).value else { continue }
            if state.summary.facts <= found.records {
                try await eraseAgain(profile, found.erasure)
                replay.profiles += 1
            } else {
                replay.records += try await eraseBuried(of: profile, maker)
            }
        }
        replay.records += try await eraseWithdrawn(maker)
        return replay
    }

    /// Of buried records that were withdrawn before the backup no profile tells.
    private func eraseWithdrawn(_ maker: TombstoneMaker) async throws(StoreError) -> Int {
        var count = 0
        for kind in RecordKind.ofProfiles {
            var last: FactKey?
            while true {
                let page = try await store.withdrawals(of: kind, after: last, limit: Self.pageSize)
                let names = page.map { maker.tombstone(of: .fact($0.key)) }
                let found = try await store.erasures(behind: Set(names))
                count += try await erase(Set(zip(page, names).filter { found[$1] != nil }.map(\.0.key)))
                guard let final = page.last else { break }
                last = final.key
            }
        }
        return count
    }

    /// The certificate stays the one that was given before.
    private func eraseAgain(_ profile: ProfileID, _ id: String) async throws(StoreError) {
        guard let known = try await store.erasure(id) else { return }
        _ = try await erase(.id(profile), ErasureWarrant(id: id, at: known.at, by: known.by))
        try await store.enter(known, [])
    }

    private func eraseBuried(of profile: ProfileID, _ maker: TombstoneMaker) async throws(StoreError) -> Int {
        var count = 0
        var last: FactKey?
        while true {
            let page = try await store.facts(of: profile, after: last, limit: Self.pageSize)
            count += try await erase(Set(buried(among: page, maker).map(\.0.key)))
            guard let final = page.last else { return count }
            last = final.key
        }
    }

    private func erase(_ keys: Set<FactKey>) async throws(StoreError) -> Int {
        guard !keys.isEmpty else { return 0 }
        let (erasure, random) = (RecordErasure(of: keys, rules: settings.identity), drawRandomBits())
        let erased = try await store.erase(reading: erasure.readSet) { snapshot in
            let moment = snapshot.moment
            return erasure.decide(
                seeing: snapshot, newProfile: ProfileID(drawnAt: moment, random: random), at: moment)
        }
        take(erased)
        cache.forget(erased.decision.changedProfiles)
        _ = try? await judgeClaims()
        return erased.answer
    }

    /// Those of the facts that erasures buried, each with one that did.
    private func buried(
        among facts: [Fact], _ maker: TombstoneMaker
    ) async throws(StoreError) -> [(Fact, erasure: String)] {
        let named = facts.map { $0.record.ownNames.map(maker.tombstone(of:)) }
        let found = try await store.erasures(behind: Set(named.joined()))
        return zip(facts, named).compactMap { fact, names in
            names.lazy.compactMap { found[$0]?.first }.first.map { (fact, $0) }
        }
    }
}
