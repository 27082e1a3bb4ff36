import Testing

@testable import ProfileCore

@Suite("Names that keep two records apart")
struct NameContradictionTests {
    private static let born = Birthday(year: 1979, month: 8, day: 23)

    @Test(
        "a man's and a woman's form of one name, with a birthday and without",
        arguments: [
            ("Andrea", "Andreas"), ("Kristian", "Kristina"), ("Francis", "Frances"),
            ("Nikolas Nicola", "Nikolas Nicolas"),
            ("Elias", "Elise"), ("Julian", "Julie"), ("Carlos", "Carla"), ("Antoine", "Antoinette"), ("René", "Renée"),
            ("Michael", "Michelle"), ("Philippe", "Philippa"), ("Andreas Kim", "Andrea Kim"),
            ("Олександр", "Олександра"),
            ("Виталий", "Виталия"), ("Кристиан", "Кристина"), ("Zdenek", "Zdenka"), ("George", "Georgia"),
        ])
    func counterparts(one: String, other: String) {
        for day in [nil, Self.born] {
            #expect(!agree(named(one, "Hartmann", day), named(other, "Hartmann", day)))
            #expect(!agree(named("Hartmann", one, day), named(other, "Hartmann", day)))
        }
    }

    @Test(
        "twins, one of whom is called as another name is shortened", arguments: [("Anna", "Hanna"), ("Jana", "Hanna")])
    func twins(one: String, other: String) {
        #expect(!agree(named(one, "Hartmann", Self.born), named(other, "Hartmann", Self.born)))
        #expect(!agree(named("Hartmann", one, Self.born), named(other, "Hartmann", Self.born)))
        #expect(agree(named("Johanna", "Hartmann", Self.born), named("Hanna", "Hartmann", Self.born)))
    }

    @Test(
        "two generations",
        arguments: [("Sr.", "Jr."), ("II", "III"), ("senior", "jun."), ("3rd", "4th"), ("Jr", "III")])
    func generations(one: String, other: String) {
        for day in [nil, Self.born] {
            #expect(!agree(named("Nora", "Hartmann \(one)", day), named("Nora", "Hartmann \(other)", day)))
            #expect(!agree(named("Nora \(one)", "Hartmann", day), named("Nora \(other)", "Hartmann", day)))
            #expect(!agree(named("Nora", "Hartmann, \(one)", day), named("Nora \(other)", "Hartmann", day)))
            #expect(agree(named("Nora", "Hartmann \(one)", day), named("Nora", "Hartmann", day)))
            #expect(agree(named("Nora", "Hartmann \(one)", day), named("Nora", "Hartmann \(one)", day)))
        }
    }

    @Test(
        "words that say nothing",
        arguments: [
            "n/a", "N/A", "n.a.", "N.N.", "#N/A", "Unknown", "Mr", "Frau", "Mrs.", "keine Angabe", "NaN", "k. A.",
        ])
    func placeholders(word: String) {
        #expect(!agree(named("Nora", word), named("Nora", word)))
        #expect(!agree(named(word, "Hartmann"), named(word, "Hartmann")))
        #expect(!agree(named(word, nil, Self.born), named(word, nil, Self.born)))
    }

    @Test("a name is one, though it looks like such a word", arguments: ["Na", "Pan", "Herr", "Nan"])
    func names(family: String) {
        #expect(agree(named("Nora", family), named("Nora", family)))
    }

    @Test("initials alone, and a slip in three letters")
    func tooShort() {
        #expect(!agree(named("P.", "Hartmann"), named("P.", "Hartmann")))
        #expect(!agree(named("P. J.", "Hartmann"), named("P. J.", "Hartmann")))
        #expect(agree(named("P.", "Hartmann", Self.born), named("P.", "Hartmann", Self.born)))
        #expect(!agree(named("Bo", "Hartmann"), named("Bob", "Hartmann")))
        #expect(!agree(named("Nora", "Li"), named("Nora", "Lim")))
    }

    private func agree(_ one: CustomerRecord, _ other: CustomerRecord) -> Bool {
        Corroboration.agree(one, other) && Corroboration.agree(other, one)
    }

    private func named(_ given: String?, _ family: String?, _ born: Birthday? = nil) -> CustomerRecord {
        var record = CustomerRecord()
        (record.givenName, record.familyName, record.birthday) = (given, family, born)
        return record
    }
}
