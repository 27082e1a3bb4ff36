/// What a visit is worth and how much a chat changes it, as long as the shop's own outcomes do not tell better.
///
/// The numbers are chosen, not learned: two visits in a hundred end in an order, three in ten of those with a cart (of
/// ten carts seven are left: Baymard Institute, mean of 50 studies, 2024), and a chat is taken to help most where
/// somebody is about to decide.
package enum VisitRule {
    static let (plainChance, interestChance, cartChance) = (0.02, 0.05, 0.30)
    /// By so much of itself a chat raises the chance of an order.
    static let (plainChange, interestChange, cartChange) = (0.10, 0.15, 0.25)
    /// The same where the visit goes badly: somebody who is stuck is helped most.
    static let stuckChange = 0.35
    /// A customer is taken to come every two weeks, so that a visit has a sixth of the chance of 90 days.
    static let visitsIn90Days = 6.0

    /// Of an order in the visit.
    package static func chance(_ features: VisitFeatures) -> Double {
        let sign = features.pick(plain: plainChance, interest: interestChance, cart: cartChance)
        return 1 - (1 - sign) * (1 - features[.orderChance] / visitsIn90Days)
    }

    /// How much the chance of an order rises by a chat.
    package static func uplift(_ features: VisitFeatures) -> Double {
        let change = features.pick(plain: plainChange, interest: interestChange, cart: cartChange)
        return chance(features) * (features.isStuck ? max(stuckChange, change) : change)
    }

    /// What a chat adds to a visit of which nothing is known.
    static let plainUplift = plainChance * plainChange
}

extension VisitFeatures {
    fileprivate var isStuck: Bool { self[.friction] > 0 || self[.checkout] > 0 }

    fileprivate func pick(plain: Double, interest: Double, cart: Double) -> Double {
        if self[.cart] > 0 { return cart }
        return self[.interest] > 0 ? interest : plain
    }
}

extension ValuedVisit {
    /// The chance of an order times its worth, by the rule.
    var value: MinorUnits? { money(VisitRule.chance(features)) }
}
