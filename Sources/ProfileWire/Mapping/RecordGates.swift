/// Which records of a mapping a document may give, told by a few of its members that are looked at once.
///
/// A mapping of messages has a rule for each kind of them, and most rules leave most messages out by the same member:
/// `skip_when: {column: type, is_not: track}`.
struct RecordGates: Sendable {
    fileprivate struct Look: Hashable {
        let path: MemberPath
        let isSlug: Bool
    }

    private struct Wish {
        /// Which of the looks.
        let look: Int
        let words: Set<String>
    }

    private let looks: [Look]
    /// By record: all have to be met.
    private let wishes: [[Wish]]

    init(_ records: [BoundMapping]) {
        var looks: [Look] = []
        wishes = records.map { record in
            record.gates.map { path, isSlug, words in
                let look = Look(path: path, isSlug: isSlug)
                let place = looks.firstIndex(of: look) ?? looks.count
                if place == looks.count { looks.append(look) }
                return Wish(look: place, words: Set(words))
            }
        }
        self.looks = looks
    }

    /// The places of records that the document is not left out of by such a member.
    func open(_ row: ElementRow) -> [Int] {
        var texts: [String?] = Array(repeating: nil, count: looks.count)
        return wishes.indices.filter { record in
            wishes[record].allSatisfy { wish in
                let text = texts[wish.look] ?? looks[wish.look].text(in: row)
                texts[wish.look] = text
                return wish.words.contains(text)
            }
        }
    }
}

extension RecordGates.Look {
    fileprivate func text(in row: ElementRow) -> String {
        let text = path.value(in: row).map { WrittenValue($0).text } ?? ""
        return isSlug ? WordText.slug(text) : text
    }
}

extension BoundMapping {
    /// Members of which one has to be one of some words, or no record is made.
    fileprivate var gates: [(path: MemberPath, isSlug: Bool, words: [String])] {
        guard case .tree(let paths) = layout, mapping.forEach == nil, mapping.style.nullWords.isEmpty else { return [] }
        return mapping.skips.compactMap { conditions in
            guard conditions.count == 1, conditions[0].list == nil, case .notAmong(let words) = conditions[0].test,
                !paths[conditions[0].column.slot].isList
            else { return nil }
            return (paths[conditions[0].column.slot], conditions[0].isSlug, words)
        }
    }
}
