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

    var claimMetric: Metric {
        Metric(
            "claims_waiting", .gauge(claimsWaiting.load(ordering: .relaxed)),
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

/// The background folds states of an earlier derivation again, a bounded step at a time, while others read and write.
///
/// Until then they read as they are, and what only the later derivation knows is null. A folded state is no longer
/// found by its derivation, so there is no place to remember: any node stops and takes up the work at will.
extension ProfileService {
    private static let foldsPerStep = 50
    private static let foldStepsPerCount = 20

    /// Folds all states of earlier derivations, unless another node is at it.
    package func foldEarlierStates() async throws(StoreError) {
        var (steps, done): (Int, Set<ProfileID>) = (0, [])
        while !Task.isCancelled {
            let step = try await store.whileOthersRest(from: .folding) { () throws(StoreError) in
                try await foldNext(before: ProfileSummary.derivation)
            }
            guard let step else { break }
            guard !step.isEmpty else { return statesToFold.store(0, ordering: .relaxed) }
            // What a step does not bring forward is not tried again at once.
            guard done.isDisjoint(with: step) else { break }
            if steps.isMultiple(of: Self.foldStepsPerCount) { try await countStatesToFold() }
            steps += 1
            done = step
        }
        try await countStatesToFold()
    }

    /// Folds all states that cannot be served, even while another node does the same: nodes that start together each
    /// go on to serve.
    func foldUnservedStates(progress: (Int) -> Void) async throws(StoreError) {
        var done = 0
        while true {
            let step = try await foldNext(before: ProfileSummary.earliestServed)
            guard !step.isEmpty else { return }
            done += step.count
            progress(done)
        }
    }

    /// Folds the next states beside the writers, and returns whose they are.
    private func foldNext(before derivation: Int) async throws(StoreError) -> Set<ProfileID> {
        let ids = Set(try await store.profiles(foldedBefore: derivation, limit: Self.foldsPerStep))
        guard !ids.isEmpty else { return [] }
        let random = drawRandomBits()
        let committed = try await store.commitFoldingBeside(reading: ReadSet(profiles: ids)) {
            [rules = settings.identity] snapshot in
            let earlier = snapshot.profiles.filter { $0.value.summary.derivation < derivation }
            let spare = ProfileID(drawnAt: snapshot.moment, random: random)
            return (
                Decision(rebuilding: earlier, rules: rules, spareID: spare.next, at: snapshot.moment), ()
            )
        }
        take(committed)
        return ids
    }

    private func countStatesToFold() async throws(StoreError) {
        let count = try await store.countProfiles(foldedBefore: ProfileSummary.derivation)
        statesToFold.store(count, ordering: .relaxed)
    }

    var foldMetric: Metric {
        Metric(
            "profiles_to_fold", .gauge(statesToFold.load(ordering: .relaxed)),
            help: "Profiles that an earlier version derived, as this node last counted them; they are folded again.")
    }
}

/// Lets others have their turn in the middle of long work.
///
/// All requests share a few threads. Long work asks here now and then; otherwise all other requests wait for it.
package struct Breather {
    private static let stretch = Duration.milliseconds(1)

    private var since = ContinuousClock.now

    package init() {}

    /// Costs next to nothing until a stretch of work is done.
    package mutating func pause() async {
        guard since.duration(to: .now) >= Self.stretch else { return }
        await Task.yield()
        since = .now
    }
}
