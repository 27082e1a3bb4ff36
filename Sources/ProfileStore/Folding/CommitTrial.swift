package import ProfileCore

/// One attempt of a commit, which may find that profiles have to be folded before it.
package struct CommitTrial: Sendable {
    /// How often one folds beside the writers in vain, because somebody changes the profile each time; after that it is
    /// folded within the commit.
    private static let greatestPreparations = 3
    /// More than any group of calls weighs.
    private static let publicationWeight = 10_000

    package enum Ending<Answer: Sendable>: Sendable {
        case committed(Committed<Answer>)
        /// Nothing was changed: this has to be folded first.
        case unprepared(FoldBasis)

        /// Whether what was written is kept.
        package var isKept: Bool {
            switch self {
            case .committed(let committed): !committed.decision.rehearses
            case .unprepared: false
            }
        }
    }

    /// What a commit knows of the profiles that its decision rebuilds.
    package enum Readiness: Sendable {
        /// Nil when they are folded within the commit.
        case ready(PreparedFold?)
        case unprepared(FoldBasis)

        package var fold: PreparedFold? { if case .ready(let fold) = self { fold } else { nil } }
    }

    private let smallest: Int
    private var preparationsLeft = greatestPreparations
    private var prepared: PreparedFold?

    package init(foldsBesideFrom smallest: Int = PreparedFold.smallestProfile) {
        self.smallest = smallest
    }

    mutating func take(_ fold: PreparedFold) {
        prepared = fold
        preparationsLeft -= 1
    }

    /// How much a call weighs that touches so many things. What was folded before is published alone: it may move many
    /// facts, for which others would wait, and which a way back for one of several calls makes far slower.
    package func weight(touching count: Int) -> Int { prepared == nil ? count : max(count, Self.publicationWeight) }

    /// Calls `decide` as of the moment at which folding began, if it did: what is still to come then is still to come.
    package func decide<Answer>(
        _ snapshot: consuming Snapshot, by decide: (consuming Snapshot) -> (Decision, Answer)
    ) -> (Decision, Answer) {
        guard let prepared else { return decide(snapshot) }
        snapshot.setMoment(by: prepared.basis.decision.decidedAt)
        var (decision, answer) = decide(snapshot)
        decision.foldWithoutLookingUp(prepared.basis.decision.rebuilds)
        return (decision, answer)
    }

    /// Whether a profile that the decision rebuilds is too large to be folded within the commit.
    package func concerns(_ decision: Decision) -> Bool {
        !decision.rebuilds.isEmpty && decision.largestFold >= smallest
    }

    /// To be asked when the trial concerns the decision.
    package func readiness(for basis: FoldBasis) -> Readiness {
        if let prepared, prepared.basis == basis { return .ready(prepared) }
        return preparationsLeft > 0 ? .unprepared(basis) : .ready(nil)
    }
}
