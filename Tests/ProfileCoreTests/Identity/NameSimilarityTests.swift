import Testing

@testable import ProfileCore

@Suite("Likeness of names")
struct NameSimilarityTests {
    @Test("one slip is a Damerau–Levenshtein distance of at most 1", arguments: 0..<20)
    func slips(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<500 {
            let one = word(&random)
            let other = Bool.random(using: &random) ? word(&random) : mutated(one, &random)
            #expect(NameSimilarity.isWithinOneSlip(one, other) == (distance(one, other) <= 1))
        }
    }

    @Test(
        "Jaro–Winkler gives the published values",
        arguments: [
            ("martha", "marhta", 0.9611), ("dwayne", "duane", 0.84), ("dixon", "dicksonx", 0.8133),
            ("shackleford", "shackelford", 0.9818), ("cunningham", "cunnigham", 0.98), ("abc", "xyz", 0),
            ("massey", "massie", 0.9333), ("jones", "johnson", 0.8324), ("", "", 1), ("a", "a", 1),
        ])
    func jaroWinkler(one: String, other: String, value: Double) {
        let (left, right) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
        #expect(abs(NameSimilarity.jaroWinkler(left, right) - value) < 0.00006)
        #expect(abs(NameSimilarity.jaroWinkler(right, left) - value) < 0.00006)
    }

    @Test("a short form belongs to its full forms, and not to another short form")
    func shortForms() {
        let pairs = [("wilhelm", "willi"), ("katarzyna", "kasia"), ("enrique", "quique"), ("theodor", "theo")]
        for (name, short) in pairs {
            #expect(ShortForms.relate(name, short) && ShortForms.relate(short, name))
        }
        #expect(!ShortForms.relate("wilhelm", "kasia") && !ShortForms.relate("lisa", "betty"))
        #expect(!ShortForms.relate("unheard", "of") && !ShortForms.relate("unheard", "unheard"))
    }

    private func word(_ random: inout SplitMix64) -> [Unicode.Scalar] {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in Bool.random(using: &random) ? "a" : "b" }
    }

    private func mutated(_ word: [Unicode.Scalar], _ random: inout SplitMix64) -> [Unicode.Scalar] {
        guard word.count > 1 else { return word + ["c"] }
        var word = word
        let place = Int.random(in: 0..<word.count - 1, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: word.swapAt(place, place + 1)
        case 1: word.remove(at: place)
        case 2: word.insert("c", at: place)
        default: word[place] = "c"
        }
        return word
    }

    /// The whole table of the restricted edit distance.
    private func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var table = [[Int]](repeating: [Int](repeating: 0, count: other.count + 1), count: one.count + 1)
        for row in 0...one.count { table[row][0] = row }
        for column in 0...other.count { table[0][column] = column }
        for row in 1..<one.count + 1 {
            for column in 1..<other.count + 1 {
                let isSame = one[row - 1] == other[column - 1]
                let replaced = table[row - 1][column - 1] + (isSame ? 0 : 1)
                table[row][column] = min(table[row - 1][column] + 1, table[row][column - 1] + 1, replaced)
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
                }
            }
        }
        return table[one.count][other.count]
    }
}
