import Packing
package import ProfileCore
package import ProfileStore

/// Products, notices and agents: stated by sources, about no customer. Profiles are joined with the first two when they
/// are answered.
extension ProfileService {
    /// The catalogue; nil without products and notices.
    package var knownCatalogue: Catalogue? { catalogue.current }

    package var knownAgents: AgentRegister { catalogue.agents }

    /// Takes in what was stated on other nodes.
    package func refreshCatalogue() async throws(StoreError) {
        try await catalogue.catchUp()
    }

    /// Files records about no customer; one verdict for each.
    func file(
        catalogue records: [SourceRecord], arrivedAt: Timestamp? = nil
    ) async throws(StoreError) -> [IngestVerdict] {
        let (room, moment) = (catalogue.room, now())
        let coming = records.count { $0.key.kind == .notice }
        let ended = catalogue.endedNotices(at: moment, atMost: coming - room[.notice, default: 0])
        let verdicts = try await store.changeCatalogue(records.map(\.key) + ended) { known in
            var decision = CatalogueDecision(
                seeing: known, room: room, ended: ended, at: moment, arrivedAt: arrivedAt)
            let verdicts = decision.file(records)
            return (decision.entries, verdicts)
        }
        sources.note(records, at: moment)
        try await catalogue.catchUp()
        return zip(verdicts, records).map { verdict, record in
            IngestVerdict(
                status: verdict.status, profile: nil, version: 0, namesUnknownTier: record.namesTier(beyond: policy),
                refusal: verdict.refusal)
        }
    }

    func withdraw(catalogue key: FactKey, statedAt time: Timestamp?) async throws(StoreError) -> Bool {
        let moment = now()
        let found = try await store.changeCatalogue([key]) { known in
            var decision = CatalogueDecision(seeing: known, room: [:], at: moment)
            let found = decision.withdraw(key, statedAt: time)
            return (decision.entries, found)
        }
        try await catalogue.catchUp()
        return found
    }

    /// The profile together with what products and notices say to it at `moment`.
    func joined(_ profile: Profile, _ state: ProfileState, at moment: Timestamp) -> Profile {
        guard let known = catalogue.current else { return profile }
        return profile.joined(with: known.join(CatalogueTies(of: profile, state, at: moment), at: moment))
    }

    /// The same for one that was rendered before; nil when it was rendered while there was nothing to be joined.
    func joined(_ served: ServedProfile, at moment: Timestamp) -> ServedProfile? {
        let alarms = catalogue.alarms
        guard let known = catalogue.current else {
            return alarms == served.alarms ? served : served.holding(served.validity, alarms: alarms)
        }
        return served.joint.map { joined(served, $0, known, at: moment, alarms) }
    }

    /// The same for one that memory keeps, and with it what it was joined to.
    ///
    /// A change of the catalogue makes something else of it only where it touches what ties the customer to it.
    func joined(kept served: ServedProfile, at moment: Timestamp) -> ServedProfile? {
        let (changes, alarms) = (catalogue.changes, catalogue.alarms)
        let last = served.joint?.lastOutcome(at: moment)
        if let last, last.changes == changes { return last.profile }
        guard let joint = served.joint, let known = catalogue.current else { return joined(served, at: moment) }
        var outcome: ServedProfile
        if let last, known.isSame(for: joint.ties, sinceChange: last.changes) {
            outcome = last.profile.holding(last.profile.validity, alarms: alarms)
        } else {
            outcome = joined(served, joint, known, at: moment, alarms)
            outcome.packed = cache.packed(outcome)
        }
        joint.keep(outcome, afterChanges: known.changes)
        return outcome
    }

    private func joined(
        _ served: ServedProfile, _ joint: CatalogueJoint, _ known: Catalogue, at moment: Timestamp, _ alarms: Int
    ) -> ServedProfile {
        let join = known.join(joint.ties, at: moment)
        let end = min(join.holdsUntil ?? served.validity.upperBound, served.validity.upperBound)
        let validity = moment..<max(moment, end)
        guard !join.isEmpty else { return served.holding(validity, alarms: alarms) }
        let body = rendering.join(join, RenderedProfile(bytes: served.body, seams: joint.seams))
        return ServedProfile(
            id: served.id, version: served.version, packed: PackedBytes(plain: body),
            etag: EntityTag.strong(of: body), validity: validity, premise: served.premise, joint: nil, alarms: alarms)
    }
}

/// Turns profiles into the bytes that are sent.
package struct ProfileRendering: Sendable {
    /// Of a profile that is not joined with products and notices.
    let whole: @Sendable (Profile) -> RenderedProfile
    /// What the joined profile would be rendered to.
    let join: @Sendable (CatalogueJoin, RenderedProfile) -> [UInt8]

    package init(
        _ whole: @escaping @Sendable (Profile) -> RenderedProfile,
        join: @escaping @Sendable (CatalogueJoin, RenderedProfile) -> [UInt8]
    ) {
        self.whole = whole
        self.join = join
    }
}
