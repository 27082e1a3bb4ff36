import ProfileCore
package import ProfileStore
import Synchronization

/// States of an earlier derivation are folded anew, a bounded step at a time, while everybody reads and writes.
///
/// Until then they read as they are, and what only the later derivation knows is null. A folded state is no longer
/// found by its derivation, so there is no place to remember: any node stops and takes up the work at will.
extension ProfileService {
    private static let foldsPerStep = 50
    private static let stepsPerCount = 20

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
            if steps.isMultiple(of: Self.stepsPerCount) { try await countStatesToFold() }
            steps += 1
            done = step
        }
        try await countStatesToFold()
    }

    /// Folds states of which nothing can be served, to the last, whoever else is at it: nodes that start together each
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

    var foldMeasure: Measure {
        Measure(
            "profiles_to_fold", .level(statesToFold.load(ordering: .relaxed)),
            help: "Profiles that an earlier version derived, as this node last counted them; they are folded anew.")
    }
}
