package struct Loyalty: Hashable, Sendable {
    package let tier: String?
    package let points: Int?

    package init(tier: String?, points: Int?) {
        self.tier = tier
        self.points = points
    }
}
