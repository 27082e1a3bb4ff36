/// Assigns free agents to a queue in its order: each customer gets the best agent who is left.
package struct FreeAgents: Sendable {
    private var left: [String]
    private let isNobodyFree: Bool
    /// Those of whom a customer so far, or what was learned, knows something.
    package private(set) var known: Set<String> = []

    /// Each counts once.
    package init(_ free: [String]) {
        var seen: Set<String> = []
        left = free.filter { seen.insert($0).inserted }
        isNobodyFree = free.isEmpty
    }

    package var isAnyoneLeft: Bool { !left.isEmpty }

    /// The answer for every further customer once all free agents are taken.
    package var recommendationOfNobody: Recommendation {
        Recommendation(nobody: isNobodyFree ? "nobody is free" : "those who are free take others before")
    }

    package mutating func take(
        _ request: HandlingRequest, _ customer: HandlingCustomer?, _ learned: LearnedHandling?, _ agents: AgentRegister
    ) -> Recommendation {
        guard isAnyoneLeft else { return recommendationOfNobody }
        let advice = HandlingAdvice(request.among(left), customer, learned, agents)
        for candidates in [advice.able, advice.unable] {
            known.formUnion(candidates.lazy.filter(\.isKnown).map(\.id))
        }
        if let agent = advice.recommendation.agent { left.removeAll { $0 == agent } }
        return advice.recommendation
    }
}
