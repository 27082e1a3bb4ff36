import ProfileCore

/// What tiers are judged by at one moment: the policy and, where it asks for percentiles, the population.
struct VIPBasis: Sendable {
    /// As much of a basis as tells whether an answer that was given on another one would be given on this one too.
    struct Stamp: Sendable {
        /// Policies are numbered in the order in which they were put.
        let policy: UInt64
        /// The day that the population's spend is of; nil without a population.
        let day: Day?
        /// For each percentile that the policy asks for, ascending, the least spend that reaches it; none while nobody
        /// is ranked.
        let cuts: [MinorUnits]

        func allows(_ premise: VIPPremise) -> Bool {
            policy == premise.policy && day == premise.day && place(of: premise.net) == premise.place
        }

        /// How many of the percentiles somebody reaches who spent that much.
        fileprivate func place(of net: MinorUnits?) -> Int {
            guard let net else { return 0 }
            return cuts.firstIndex { $0 > net } ?? cuts.count
        }
    }

    let policy: VIPPolicy
    let ranking: SpendRanking?
    let stamp: Stamp

    /// What an answer about a profile at a moment takes for given.
    func premise(of state: ProfileState, at moment: Timestamp) -> VIPPremise {
        let net = ranking.flatMap { ranking in
            var summary = state.summary
            summary.settle(by: moment)
            return summary.net365Days(in: ranking.currency, on: ranking.day)
        }
        return VIPPremise(policy: stamp.policy, day: stamp.day, net: net, place: stamp.place(of: net))
    }
}

/// What an answer about one customer takes for given of policy and population: whatever else changes in them does not
/// change the answer.
struct VIPPremise: Hashable, Sendable {
    fileprivate let policy: UInt64
    fileprivate let day: Day?
    /// What the customer spent; nil when no percentile is about them.
    fileprivate let net: MinorUnits?
    /// How many of the policy's percentiles that reaches.
    fileprivate let place: Int
}
