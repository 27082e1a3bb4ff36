/// How many more outcomes there are by treating those first who are said to gain most: the curve of Radcliffe (2007).
///
/// Each point is a share of all people, the best first, and the outcomes gained among them, as a share of all people:
/// those of the treated, less those of the others times as many as there are treated for each of them. People with
/// equal scores come together. The area is that between the curve and the straight line of treating people at random;
/// it is that of `qini_curve` of scikit-uplift divided by the square of the number of people.
package struct QiniCurve: Hashable, Sendable {
    package struct Point: Hashable, Sendable {
        package let share: Double
        package let gained: Double
    }

    private static let told = 20

    /// From nobody to everybody, every twentieth.
    package let points: [Point]
    package let area: Double
    /// The area for each of the treated, as `qini` of the R package uplift tells it.
    package let areaPerTreated: Double

    init(area: Double, areaPerTreated: Double, points: [Point]) {
        self.area = area
        self.areaPerTreated = areaPerTreated
        self.points = points
    }

    /// Nil unless both arms have somebody.
    package init?(scores: [Double], treated: [Bool], outcomes: [Bool]) {
        let treatedCount = treated.count(where: \.self)
        guard treatedCount > 0, treatedCount < scores.count else { return nil }
        let size = Double(scores.count)
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        var (arms, gains) = (ArmCounts(), ArmCounts())
        var all = [Point(share: 0, gained: 0)]
        for (place, person) in order.enumerated() {
            arms.add(1, isTreated: treated[person])
            gains.add(outcomes[person] ? 1 : 0, isTreated: treated[person])
            let isLast = place + 1 == order.count
            guard isLast || scores[order[place + 1]] != scores[person] else { continue }
            let ratio = arms.others > 0 ? arms.treated / arms.others : 0
            all.append(
                Point(share: Double(place + 1) / size, gained: (gains.treated - gains.others * ratio) / size))
        }
        let under = zip(all, all.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.share - pair.0.share) * (pair.0.gained + pair.1.gained) / 2
        }
        area = under - (all.last?.gained ?? 0) / 2
        areaPerTreated = area * size / Double(treatedCount)
        points = Self.thinned(all)
    }

    /// The curve at every twentieth of the people.
    private static func thinned(_ all: [Point]) -> [Point] {
        var next = 1
        return (0...told).map { step in
            let share = Double(step) / Double(told)
            while next < all.count - 1, all[next].share < share { next += 1 }
            let (left, right) = (all[next - 1], all[next])
            let way = right.share > left.share ? (share - left.share) / (right.share - left.share) : 0
            return Point(share: share, gained: left.gained + min(1, max(0, way)) * (right.gained - left.gained))
        }
    }

    private struct ArmCounts {
        private(set) var treated = 0.0
        private(set) var others = 0.0

        mutating func add(_ count: Double, isTreated: Bool) {
            if isTreated { treated += count } else { others += count }
        }
    }
}
