/// What all customers with an order in one currency spent in 365 days, in order, so that a percentile is exact while
/// the population moves.
///
/// A sorted sequence in blocks: inserting, removing and ranking take time in proportion to the number of blocks and the
/// length of one, which is some 2,000 and 512 for a million values.
package struct SpendRanking: Sendable {
    private static let blockCapacity = 1024

    package let currency: Currency
    /// The day that the values are of.
    package let day: Day
    package private(set) var count: Int
    /// Ascending, none empty.
    private var blocks: [[MinorUnits]]

    package init(currency: Currency, day: Day, values: [MinorUnits] = []) {
        self.currency = currency
        self.day = day
        count = values.count
        let sorted = values.sorted()
        let length = Self.blockCapacity * 3 / 4
        blocks = stride(from: 0, to: sorted.count, by: length).map { start in
            Array(sorted[start..<min(start + length, sorted.count)])
        }
    }

    package mutating func insert(_ value: MinorUnits) {
        count += 1
        guard !blocks.isEmpty else { return blocks.append([value]) }
        let block = min(firstBlock { $0 >= value }, blocks.count - 1)
        blocks[block].insert(value, at: Self.position(in: blocks[block]) { $0 >= value })
        if blocks[block].count > Self.blockCapacity { split(block) }
    }

    /// Takes one such value out; without effect when there is none.
    package mutating func remove(_ value: MinorUnits) {
        let block = firstBlock { $0 >= value }
        guard block < blocks.count else { return }
        let position = Self.position(in: blocks[block]) { $0 >= value }
        guard blocks[block][position] == value else { return }
        blocks[block].remove(at: position)
        count -= 1
        if blocks[block].isEmpty { blocks.remove(at: block) }
    }

    /// How many of the population spent no more than `value`.
    package func rank(of value: MinorUnits) -> Int {
        let block = firstBlock { $0 > value }
        let before = blocks[..<block].reduce(0) { $0 + $1.count }
        return block < blocks.count ? before + Self.position(in: blocks[block]) { $0 > value } : before
    }

    /// 100,000 x (how many spent no more) / (how many there are), rounded down: thousandths of a percent, nil when
    /// nobody is ranked. Rounding down, it reaches a whole-numbered threshold exactly when the true share does.
    package func percentileThousandths(of value: MinorUnits) -> Int? {
        count > 0 ? rank(of: value) * 100_000 / count : nil
    }

    /// The least value whose percentile is at least `thousandths`; nil when nobody is ranked.
    package func least(reaching thousandths: Int) -> MinorUnits? {
        guard count > 0 else { return nil }
        let rank = (thousandths * count + 99_999) / 100_000
        guard rank > 0 else { return .min }
        var rest = rank - 1
        for block in blocks {
            guard rest >= block.count else { return block[rest] }
            rest -= block.count
        }
        return .max
    }

    /// The first block whose greatest value satisfies `isBeyond`, or the number of blocks.
    private func firstBlock(_ isBeyond: (MinorUnits) -> Bool) -> Int {
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(blocks[middle][blocks[middle].count - 1]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func position(in values: [MinorUnits], _ isBeyond: (MinorUnits) -> Bool) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(values[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private mutating func split(_ block: Int) {
        let half = blocks[block].count / 2
        let upper = Array(blocks[block][half...])
        blocks[block] = Array(blocks[block][..<half])
        blocks.insert(upper, at: block + 1)
    }
}
