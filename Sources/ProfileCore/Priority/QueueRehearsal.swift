/// What a policy would have done to those who waited: the shop's own past, served in another order.
package struct QueueRehearsal: Sendable {
    /// Fewer waits tell nothing.
    package static let fewest = 30
    package static let withheld = "fewer than \(fewest) waits of the last \(days) days are known"
    /// How far back the past goes, in days.
    package static let days = 30
    /// A rehearsal uses so many waits at most, the latest.
    package static let capacity = 100_000

    /// The source of the waits.
    package enum Basis: String, Hashable, Sendable {
        /// Queues that were ranked.
        case ranked
        /// Interactions that state how long the customer waited.
        case interactions
    }

    /// How one group waited.
    package struct Row: Hashable, Sendable {
        /// Their tier by the wanted policy; nil for none.
        package let tier: String?
        /// As it was.
        package let past: WaitFigures
        package let inForce: WaitFigures
        package let wanted: WaitFigures
        /// How many would be served earlier than by the policy in force, and how many later.
        package let sooner: Int
        package let later: Int
    }

    /// A wait that the wanted policy changes.
    package struct Move: Hashable, Sendable {
        package let profile: ProfileID
        package let arrivedAt: Timestamp
        package let tier: String?
        /// By the policy in force and by the wanted one.
        package let from: Int
        package let to: Int
    }

    /// A customer's tier and its priority by each policy.
    package struct Standing: Hashable, Sendable {
        package let tier: String?
        package let inForce: Int
        package let wanted: Int

        package init(tier: String?, inForce: Int, wanted: Int) {
            (self.tier, self.inForce, self.wanted) = (tier, inForce, wanted)
        }

        fileprivate static let nobody = Standing(tier: nil, inForce: 0, wanted: 0)
    }

    package let basis: Basis
    private let hasUnnamedQueue: Bool
    package let from: Timestamp
    package let until: Timestamp
    package let all: Row
    /// In the order of the wanted policy's tiers, those of no tier last; without groups of nobody.
    package let tiers: [Row]
    /// Nobody could have waited longer by the wanted policy, whatever else had raised the priority of others: the
    /// longest wait in order of arrival, and the time during which newcomers may go before somebody of the lowest
    /// priority.
    package let bound: Int
    /// The greatest changes, at most `named` in each direction.
    package let gainers: [Move]
    package let losers: [Move]

    private static let named = 20

    /// Nil for fewer than `fewest` waits.
    package init?(of past: [PastWait], from basis: Basis, _ standings: [ProfileID: Standing], policy: VIPPolicy) {
        let waits = past.latest(Self.capacity)
        guard waits.count >= Self.fewest, let first = waits.first, let last = waits.last else { return nil }
        let people = waits.map { wait in wait.profile.flatMap { standings[$0] } ?? .nobody }
        let outcome = Outcome(
            past: waits.map(\.seconds), inForce: QueueReplay.seconds(waits, priorities: people.map(\.inForce)),
            wanted: QueueReplay.seconds(waits, priorities: people.map(\.wanted)))
        self.basis = basis
        hasUnnamedQueue = waits.contains(where: \.queue.isEmpty)
        (from, until) = (first.arrivedAt, last.arrivedAt)
        all = outcome.row(of: Array(waits.indices), tier: nil)
        let groups = Dictionary(grouping: waits.indices) { people[$0].tier }
        let names = policy.tiers.map { Optional($0.name) } + [nil]
        tiers = names.compactMap { name in groups[name].map { outcome.row(of: $0, tier: name) } }
        let inOrder = QueueReplay.seconds(waits, priorities: people.map { _ in 0 })
        let priorities = people.map(\.wanted)
        bound =
            (inOrder.max() ?? 0)
            + QueueReplay.overtakableSeconds(priority: priorities.min() ?? 0)
        let moves = waits.indices.compactMap { place in
            waits[place].profile.map {
                Move(
                    profile: $0, arrivedAt: waits[place].arrivedAt, tier: people[place].tier,
                    from: outcome.inForce[place], to: outcome.wanted[place])
            }
        }
        gainers = Self.farthest(moves) { $0.from - $0.to }
        losers = Self.farthest(moves) { $0.to - $0.from }
    }

    private static func farthest(_ moves: [Move], by distance: (Move) -> Int) -> [Move] {
        let sorted = moves.filter { distance($0) > 0 }.sorted { one, other in
            (distance(other), one.arrivedAt, one.profile) < (distance(one), other.arrivedAt, other.profile)
        }
        return Array(sorted.prefix(named))
    }

    /// The basis and the limits of the figures.
    package var sentences: [String] {
        let source =
            switch basis {
            case .ranked: "queues that were ranked"
            case .interactions: "interactions that state how long the customer waited; each channel is a queue"
            }
        let sentences = [
            "From \(all.past.count) waits of \(source)",
            "Agents become free at the same moments as they did; whoever left the queue counts as served",
            "Each customer has today's tier; points for open matters are left out",
        ]
        return sentences + (hasUnnamedQueue ? ["Queues without a name count as one"] : [])
    }
}

extension QueueRehearsal {
    /// The seconds that each waited.
    private struct Outcome {
        let past: [Int]
        let inForce: [Int]
        let wanted: [Int]

        func row(of places: [Int], tier: String?) -> Row {
            Row(
                tier: tier, past: WaitFigures(places.map { past[$0] }),
                inForce: WaitFigures(places.map { inForce[$0] }), wanted: WaitFigures(places.map { wanted[$0] }),
                sooner: places.count { wanted[$0] < inForce[$0] }, later: places.count { wanted[$0] > inForce[$0] })
        }
    }
}
