/// How alike two words are, as record linkage measures it.
enum NameSimilarity {
    /// Whether the Damerau–Levenshtein distance is at most 1: one letter is other, missing, too much, or changed places
    /// with the next.
    static func isWithinOneSlip(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
        let start = zip(one, other).prefix { $0 == $1 }.count
        let (left, right) = (one.dropFirst(start), other.dropFirst(start))
        switch left.count - right.count {
        case 0: return left.dropFirst() == right.dropFirst() || isTransposition(left, right)
        case 1: return left.dropFirst() == right
        case -1: return left == right.dropFirst()
        default: return false
        }
    }

    private static func isTransposition(
        _ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        left.count >= 2 && left.prefix(2).elementsEqual(right.prefix(2).reversed())
            && left.dropFirst(2) == right.dropFirst(2)
    }

    /// 0 to 1, after W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model
    /// of Record Linkage" (1990): each letter of a common beginning, up to four, adds a tenth of what is missing to 1.
    static func jaroWinkler(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Double {
        let similarity = jaro(one, other)
        let prefix = zip(one, other).prefix(4).prefix { $0 == $1 }.count
        return similarity + Double(prefix) * 0.1 * (1 - similarity)
    }

    private static func jaro(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Double {
        guard !one.isEmpty, !other.isEmpty else { return one.isEmpty && other.isEmpty ? 1 : 0 }
        let reach = max(0, max(one.count, other.count) / 2 - 1)
        var isTaken = [Bool](repeating: false, count: other.count)
        var matched: [Unicode.Scalar] = []
        for (place, letter) in one.enumerated() {
            let (low, high) = (max(0, place - reach), min(other.count, place + reach + 1))
            guard low < high, let partner = (low..<high).first(where: { !isTaken[$0] && other[$0] == letter }) else {
                continue
            }
            isTaken[partner] = true
            matched.append(letter)
        }
        guard !matched.isEmpty else { return 0 }
        let counterparts = other.indices.filter { isTaken[$0] }.map { other[$0] }
        let outOfOrder = zip(matched, counterparts).count { $0 != $1 }
        let matches = Double(matched.count)
        return
            (matches / Double(one.count) + matches / Double(other.count) + (matches - Double(outOfOrder) / 2) / matches)
            / 3
    }
}
