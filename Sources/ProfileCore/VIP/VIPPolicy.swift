/// The tiers of a deployment, best first.
package struct VIPPolicy: Hashable, Sendable {
    /// Ascending or equal from the last tier to the first is not required; the first tier whose conditions hold wins.
    package let tiers: [VIPTier]
    /// The name of the last tier whose members count as VIP; nil when no tier does.
    package let vipFrom: String?

    package init(tiers: [VIPTier], vipFrom: String?) {
        self.tiers = tiers
        self.vipFrom = vipFrom
    }

    package func isVIP(_ tier: String) -> Bool {
        guard let vipFrom, let threshold = position(of: vipFrom), let place = position(of: tier) else { return false }
        return place <= threshold
    }

    package func position(of tier: String) -> Int? {
        tiers.firstIndex { $0.name == tier }
    }
}
