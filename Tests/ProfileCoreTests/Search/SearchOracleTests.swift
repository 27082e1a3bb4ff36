import Foundation
@testable import ProfileCore
import Testing

/// Random people and random queries, with what should be found worked out the long way: every person, every word.
@Suite("Search finds what a look at everybody finds")
struct SearchOracleTests {
    @Test("for names with slips, accents and beginnings", arguments: 0..<20 as Range<UInt64>)
    func names(seed: UInt64) {
        var die = SplitMix64(seed: seed)
        let people = (1...40).map { Self.person($0, &die) }
        let crowd = SearchedCrowd(people)
        for _ in 0..<60 {
            let query = Self.query(about: people[Int.random(in: 0..<40, using: &die)], &die)
            // Titles before a name are left out, which is not what this is about.
            guard Self.words(of: query, joins: false).first.map(NameReading.titles.contains) != true else { continue }
            let found = Dictionary(
                uniqueKeysWithValues: crowd.ranking(query).hits.map { hit in
                    (hit.profile.high, hit.matches.filter { $0.place == .name }.map(\.how.rank))
                }.filter { !$0.1.isEmpty })
            var expected: [UInt64: [Int]] = [:]
            for person in people {
                if let rank = Self.rank(of: person, for: query) { expected[person.id.high] = [rank] }
            }
            #expect(found == expected, "\(query)")
        }
    }

    @Test("for changes: rows follow from what profiles are, step by step", arguments: 0..<10 as Range<UInt64>)
    func changes(seed: UInt64) {
        var die = SplitMix64(seed: seed)
        var (rows, words): ([SearchRow.Key: SearchRow], Set<String>) = ([:], [])
        var present: [ProfileID: ProfileState] = [:]
        for _ in 0..<40 {
            var decision = Decision(decidedAt: SearchedPerson.now)
            for number in 1...3 as ClosedRange<UInt64> where Bool.random(using: &die) {
                let next = Self.person(number, &die).state
                if let state = present[next.id] { decision.searched[next.id] = SearchMaterial(state.summary) }
                if Int.random(in: 0..<4, using: &die) == 0 {
                    decision.removedProfiles.insert(next.id)
                    present[next.id] = nil
                } else {
                    decision.profiles[next.id] = next
                    present[next.id] = next
                }
            }
            let change = decision.searchChange ?? SearchChange([])
            for key in change.removed { #expect(rows.removeValue(forKey: key) != nil) }
            for row in change.saved { rows[row.key] = row }
            words.formUnion(change.addedWords)
            let names = Set(rows.values.filter { $0.kind == .name }.map(\.term))
            words.subtract(change.doubtedWords.filter { !names.contains($0) })
            let expected = present.values.flatMap { SearchMaterial($0.summary)?.rows(of: $0.id) ?? [] }
            #expect(Set(rows.values) == Set(expected))
            #expect(words == names.filter { $0.unicodeScalars.count > 3 })
        }
    }

    // MARK: People and queries

    private static let syllables = ["mü", "ler", "an", "na", "sch", "mi", "dt", "é", "ro", "ß", "o", "ka", "Jö", "rg"]

    private static func person(_ number: UInt64, _ die: inout SplitMix64) -> SearchedPerson {
        var person = SearchedPerson(number, given: name(&die), family: name(&die))
        if Int.random(in: 0..<3, using: &die) == 0 { person.full = "\(name(&die)) \(name(&die))" }
        person.postalCode = ["10115", "SW1A 1AA", nil].randomElement(using: &die) ?? nil
        if Bool.random(using: &die) { person.contacts = [Int.random(in: 0..<400, using: &die)] }
        return person
    }

    private static func name(_ die: inout SplitMix64) -> String {
        let parts = (0...Int.random(in: 0..<3, using: &die)).compactMap { _ in syllables.randomElement(using: &die) }
        return parts.joined(separator: ["", "", "", "-", "’"].randomElement(using: &die) ?? "")
    }

    /// Words of the person, some of them begun, and a slip here and there.
    private static func query(about person: SearchedPerson, _ die: inout SplitMix64) -> String {
        let words = [person.given, person.family, person.full].compactMap(\.self)
            .flatMap { $0.split(separator: " ") }.shuffled(using: &die).prefix(Int.random(in: 1...2, using: &die))
        return words.map { word in
            var letters = Array(word)
            switch Int.random(in: 0..<5, using: &die) {
            case 0: letters.removeLast(Int.random(in: 0..<letters.count, using: &die))
            case 1: letters.remove(at: Int.random(in: 0..<letters.count, using: &die))
            case 2: letters.insert("x", at: Int.random(in: 0...letters.count, using: &die))
            case 3 where letters.count > 1: letters.swapAt(0, 1)
            default: break
            }
            return String(letters)
        }.joined(separator: " ")
    }

    // MARK: The long way

    private static func rank(of person: SearchedPerson, for query: String) -> Int? {
        let said = words(of: query, joins: false)
        guard !said.isEmpty, said.contains(where: { $0.count > 1 }) else { return nil }
        let names = [person.given, person.family, person.full].compactMap(\.self)
        let stored = Set(names.flatMap { words(of: $0, joins: true) })
        let raw = query.lowercased().split { " -’'".contains($0) }.map(String.init).filter { !folded($0).isEmpty }
        var worst = 0
        for (word, written) in zip(said, raw) {
            let ways = stored.compactMap { rank(of: word, written, as: $0) }
            guard let best = ways.min() else { return nil }
            worst = max(worst, best)
        }
        return worst
    }

    private static func rank(of word: String, _ written: String, as stored: String) -> Int? {
        var forms = [word]
        let spelled = folded(written.replacing("ü", with: "ue").replacing("ö", with: "oe"))
        let contracted = word.replacing("aa", with: "a").replacing("ue", with: "u").replacing("oe", with: "o")
            .replacing("ae", with: "a")
        for form in [spelled, contracted] where !forms.contains(form) && forms.count < 2 { forms.append(form) }
        if forms.contains(stored) { return 0 }
        if forms.contains(where: stored.hasPrefix) { return 1 }
        return word.count >= 5 && distance(Array(word), Array(stored)) <= 1 ? 2 : nil
    }

    private static func words(of text: String, joins: Bool) -> [String] {
        text.split(separator: " ").flatMap { chunk in
            let parts = chunk.split { "-’'".contains($0) }.map { folded(String($0)) }.filter { !$0.isEmpty }
            return parts.count > 1 && joins ? parts + [parts.joined()] : parts
        }
    }

    private static func folded(_ text: String) -> String {
        text.replacing("ß", with: "ss").folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }

    /// Optimal string alignment, by its table.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var table = (0...one.count).map { row in (0...other.count).map { row == 0 ? $0 : row } }
        for row in one.indices.map({ $0 + 1 }) {
            for column in other.indices.map({ $0 + 1 }) {
                let cost = one[row - 1] == other[column - 1] ? 0 : 1
                table[row][column] = min(
                    table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + cost)
                guard row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] else {
                    continue
                }
                table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
            }
        }
        return table[one.count][other.count]
    }
}
