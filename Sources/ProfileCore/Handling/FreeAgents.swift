/// Gives those who wait to those who are free, the first in the queue first: each gets the best of those who are left.
package struct FreeAgents: Sendable {
    /// More are free than a queue is looked at for; the rest waits until the next call.
    package static func placesLookedAt(free: Int) -> Int { 2 * free }

    private var left: [String]

    /// Each counts once.
    package init(_ free: [String]) {
        var seen: Set<String> = []
        left = free.filter { seen.insert($0).inserted }
    }

    package mutating func take(
        _ request: HandlingRequest, _ customer: HandlingCustomer?, _ learned: LearnedHandling?, _ agents: AgentRegister
    ) -> Recommendation {
        guard !left.isEmpty else { return .laterPlace }
        let advice = HandlingAdvice(request.among(left), customer, learned, agents)
        if let agent = advice.recommendation.agent { left.removeAll { $0 == agent } }
        return advice.recommendation
    }
}

extension Recommendation {
    /// For somebody who waits behind as many as there are agents.
    package static let laterPlace = Recommendation(nobody: "those who are free take others before")
}
