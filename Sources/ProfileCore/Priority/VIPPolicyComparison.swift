/// What a policy would change for everybody: how many customers each tier holds under the policy in force and would
/// hold under the other one, and who would rise or fall. Counted page by page.
package struct VIPPolicyComparison: Sendable {
    /// A customer whose tier would be another one.
    package struct Move: Hashable, Sendable {
        package let profile: ProfileID
        /// As the customer's records say it; nil when none does.
        package let name: String?
        /// Nil for no tier.
        package let from: String?
        package let to: String?
        fileprivate let distance: Int
    }

    /// Who moves in one direction: how many, and by name those who move farthest.
    package struct Moves: Sendable {
        /// How many are named.
        package static let limit = 50

        package private(set) var count = 0
        private var candidates: [Move] = []

        /// The farthest first, the oldest profile first among equals.
        package var named: [Move] { Array(candidates.sorted(by: Self.comesFirst).prefix(Self.limit)) }

        fileprivate mutating func add(_ move: Move) {
            count += 1
            candidates.append(move)
            if candidates.count >= 4 * Self.limit { candidates = named }
        }

        private static func comesFirst(_ one: Move, _ other: Move) -> Bool {
            (other.distance, one.profile) < (one.distance, other.profile)
        }
    }

    package private(set) var inForce: VIPPolicyPreview
    package private(set) var wanted: VIPPolicyPreview
    package private(set) var gainers = Moves()
    package private(set) var losers = Moves()

    package init(inForce: VIPPolicyPreview, wanted: VIPPolicyPreview) {
        self.inForce = inForce
        self.wanted = wanted
    }

    package mutating func add(_ state: ProfileState) {
        let (before, after) = (inForce.add(state), wanted.add(state))
        guard before != after || inForce.isVIP(before) != wanted.isVIP(after) else { return }
        let rise = wanted.standing(of: after) - inForce.standing(of: before)
        guard rise != 0 else { return }
        let survivorship = Survivorship(state.summary, rules: wanted.rules)
        let move = Move(
            profile: state.id, name: Greeting.name(of: survivorship), from: before, to: after, distance: abs(rise))
        if rise > 0 { gainers.add(move) } else { losers.add(move) }
    }
}

extension VIPPolicyPreview {
    fileprivate func isVIP(_ tier: String?) -> Bool { tier.map(policy.isVIP) ?? false }

    /// How high a tier of the policy stands: being a VIP counts for more than any priority.
    fileprivate func standing(of tier: String?) -> Int {
        guard let tier, let place = policy.position(of: tier) else { return 0 }
        return 1 + policy.tiers[place].priority + (isVIP(tier) ? 1000 : 0)
    }
}
