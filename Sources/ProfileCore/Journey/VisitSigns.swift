/// The present or last visit in figures: what a rule about the value of a visit goes by.
package struct VisitSigns: Hashable, Sendable {
    package let isPresent: Bool
    package let startedAt: Timestamp
    package let lastAt: Timestamp
    /// From the first activity to the last.
    package let minutes: Int
    package let pages: Int
    /// How many different products were looked at, ten at most.
    package let productsViewed: Int
    /// What lies in the cart, from whichever visit; nil where it is empty or its prices do not add up.
    package let cartValue: MinorUnits?
    package let currency: Currency?
    package let hasUnfinishedCheckout: Bool
    /// Signs of friction that showed in this visit.
    package let frictions: Int
    /// The host that led here; nil where nobody said.
    package let referrer: String?
    package let visitsLast30Days: Int

    /// Nil for somebody who did not visit in the days that a journey tells of.
    package init?(_ profile: Profile) {
        guard let journey = profile.journey, let last = journey.last else { return nil }
        isPresent = last.isPresent
        startedAt = last.visit.startedAt
        lastAt = last.visit.lastAt
        minutes = last.visit.minutes
        pages = last.pages
        productsViewed = last.viewed.count
        cartValue = profile.cart?.value
        currency = profile.cart?.currency
        hasUnfinishedCheckout = last.checkout.map { !$0.isFinished } ?? false
        frictions = journey.signs.count { $0.visit == last.visit }
        referrer = last.arrival?.referrer
        visitsLast30Days = journey.visitsLast30Days
    }
}
