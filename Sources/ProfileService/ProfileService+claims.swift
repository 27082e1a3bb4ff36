import ProfileCore
package import ProfileStore
import Synchronization

/// Refused claims are judged again when what stood in their way may be gone.
extension ProfileService {
    /// How many claims one step judges.
    static let claimsPerStep = 50
    /// A long queue takes a while to count.
    private static let stepsPerCount = 100

    /// Judges the next claims that wait; false when none does.
    package func judgeClaims() async throws(StoreError) -> Bool {
        guard let due = try await store.dueClaims(limit: Self.claimsPerStep) else { return false }
        let types = Set(due.places.map(\.identifier.type).filter { !settings.identity.declares($0) })
        let rules = try await rules(for: types)
        let judgement = ClaimJudgement(of: due, rules: rules)
        let random = drawRandomBits()
        _ = try await committed(reading: judgement.readSet) { snapshot in
            let moment = snapshot.moment
            let newProfile = ProfileID(drawnAt: moment, random: random)
            return (judgement.decide(seeing: snapshot, newProfile: newProfile, at: moment), ())
        }
        return true
    }

    /// Judges all claims that wait, unless another node is at it.
    package func judgeAllClaims() async throws(StoreError) {
        var steps = 0
        let step = { () async throws(StoreError) -> Bool in try await self.judgeClaims() }
        while let isLeft = try await store.whileOthersRest(from: .judging, step) {
            guard isLeft else { return claimsWaiting.store(0, ordering: .relaxed) }
            if steps.isMultiple(of: Self.stepsPerCount) { try await countClaims() }
            steps += 1
        }
        try await countClaims()
    }

    private func countClaims() async throws(StoreError) {
        claimsWaiting.store(try await store.queuedClaims(), ordering: .relaxed)
    }

    var claimMeasure: Measure {
        Measure(
            "claims_waiting", .level(claimsWaiting.load(ordering: .relaxed)),
            help: "Identifiers whose refused claims wait to be judged again, as this node last counted them.")
    }

    /// Makes the store fit this version and these settings: folds states of which nothing can be served, and queues
    /// every claim when the rules of identity are not those that judged it.
    package func adopt(progress: (Int) -> Void = { _ in }) async throws(StoreError) {
        try await foldUnservedStates(progress: progress)
        let rules = settings.identity.fingerprint
        if try await store.note(StoredSetting.identityRules) != rules {
            try await store.queueAllClaims()
            try await store.put(rules, note: StoredSetting.identityRules)
        }
    }
}

extension IdentityRules {
    /// The same bytes for the same rules.
    fileprivate var fingerprint: [UInt8] {
        let types = declared.sorted { $0.key < $1.key }.map { type, rule in
            "\(type) \(rule.priority) \(rule.limit) \(rule.strength.rawValue)"
        }
        let sources = trust.sorted { $0.key < $1.key }.map { source, trust in
            "\(source) \(trust.states?.sorted().joined(separator: ",") ?? "*") \(trust.joins)"
        }
        return Array((types + sources + ["\(recordLimit)"]).joined(separator: "\n").utf8)
    }
}
