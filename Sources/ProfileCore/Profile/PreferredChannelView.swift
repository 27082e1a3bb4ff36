/// Whether a preference was stated or concluded from what the customer does.
package enum PreferenceBasis: String, Hashable, Sendable {
    case declared, observed
}

/// The channel a customer likes best.
package struct PreferredChannelView: Hashable, Sendable {
    package let channel: String
    package let basis: PreferenceBasis
    /// The channel's part of all weight, 0 to 1 in hundredths; nil without inbound interactions.
    package let share: Double?
    /// How many inbound interactions were counted.
    package let sample: Int

    /// One contact is no ground for a guess.
    static let leastSample = 2

    /// As declared, else the channel of the greatest weight that was not refused, ties going to the most recent.
    static func derive(
        declared: String?, from weights: ContactWeights, without refusals: ContactRefusals
    ) -> PreferredChannelView? {
        if let declared {
            let weight = weights.channels.first { $0.name == declared }?.weight ?? 0
            return PreferredChannelView(declared, .declared, weight: weight, of: weights)
        }
        guard weights.sample >= leastSample else { return nil }
        let best = weights.channels.filter { !refusals.refuse($0.name) }.min { one, other in
            (weights.billionths(other.weight), other.lastQuarter, other.lastAt, one.name)
                < (weights.billionths(one.weight), one.lastQuarter, one.lastAt, other.name)
        }
        return best.map { PreferredChannelView($0.name, .observed, weight: $0.weight, of: weights) }
    }

    private init(_ channel: String, _ basis: PreferenceBasis, weight: Double, of weights: ContactWeights) {
        self.channel = channel
        self.basis = basis
        share = weights.sample == 0 ? nil : Rounding.share(weight, of: weights.total)
        sample = weights.sample
    }
}

extension PreferredChannelView {
    var derivation: ProfileExplanation.Derivation {
        .init(
            "/contact/preferred_channel",
            "declared, else the greatest weight of inbound interactions, each weighing 2^(-age in days / 90); "
                + "never a channel that was refused",
            sample: sample, basis: basis.rawValue)
    }
}
