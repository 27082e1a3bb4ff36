import ProfileCore
import ProfileStore

/// One caller's wish to commit, waiting for its turn.
struct WriteCall: Sendable {
    /// Called when the commit is durable, with the decision as saved.
    typealias Tell = @Sendable (Decision, [ProfileChange]) -> Void

    let touch: Touch
    let trial: CommitTrial
    /// Pure, and called again when the transaction has to be begun again.
    let decide: @Sendable (consuming Snapshot) -> (Decision, Tell)
    /// Called instead when profiles have to be folded first.
    let prepare: @Sendable (FoldBasis) -> Void
    let fail: @Sendable (StoreError) -> Void

    /// Whether somebody waits for it who should not wait behind a load.
    var isAwaited: Bool { touch.isAwaited }

    /// How many things it locks and loads, roughly.
    var weight: Int {
        trial.weight(touching: touch.facts.count + touch.identifiers.count + touch.profiles.count)
    }
}
