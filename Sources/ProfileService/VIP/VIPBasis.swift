import ProfileCore

/// What tiers are judged by at one moment: the policy and, where it asks for percentiles, the population.
struct VIPBasis: Sendable {
    /// Two equal stamps stand for the same judgement of every profile.
    struct Stamp: Hashable, Sendable {
        let policy: UInt64
        /// 0 while the policy does not depend on the population.
        let population: UInt64
    }

    let policy: VIPPolicy
    let ranking: SpendRanking?
    let stamp: Stamp
}
