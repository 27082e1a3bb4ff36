import Testing

@testable import ProfileCore

@Suite("Two records of one source under one identifier")
struct CorroborationTests {
    private static let born = (1984, 6, 17)

    @Test(
        "are one person when the family name differs only in how it is written",
        arguments: [
            ("d'Angelo", "D’ANGELO"), ("Weiß", "WEISS"), ("Groß", "Gross"), ("Dvořák", "Dvorak"),
            ("Sjöberg", "Sjoeberg"), ("Núria", "NU\u{301}RIA"), ("Ibáñez-Soler", "ibanez soler"),
            ("ten Broek", "TENBROEK"), ("Æbelø", "Aebeloe"),
            ("Łukasik", "LUKASIK"), ("Γεωργίου", "ΓΕΩΡΓΙΟΥ"), ("Παππάς", "ΠΑΠΠΑΣ"), ("Ёлкин", "елкин"),
        ])
    func foldsNames(one: String, other: String) {
        #expect(agree(person("Kim", one, Self.born), person("Kim", other, Self.born)))
        #expect(agree(person("Kim", one), person("Kim", other)))
    }

    @Test(
        "are one person when two of the three agree or nearly agree and nothing contradicts",
        arguments: [
            (person("Nora", "Hartmann"), person("Nora", "Hartman")),
            (person("Katherine", "Lindqvist"), person("Katharine", "Lindquist")),
            (person("Theodora", nil, (1971, 3, 9)), person("Theodora", "Ravn", (1971, 3, 9))),
            (person(nil, "Okafor", (1971, 3, 9)), person("Ada", "Okafor", (1971, 3, 9))),
            (person("Nora", "Hartmann", (1984, 6, 17)), person("Nora", "Bergström", (1984, 6, 17))),
            (person("Nora", "Hartmann", (1984, 6, 17)), person("Nora", "Hartmann", (1984, 6, 11))),
            (person("Nora", "Hartmann", (1984, 6, 7)), person("Nora", "Hartmann", (1984, 7, 6))),
            (person("Nora", "Hartmann", (1984, 6, 17)), person("Nora", "Hartmann", (1984, 6, 2))),
            (person("Hartmann", "Nora"), person("Nora", "Hartmann")),
            (person("Hartmann", "Nora", (1984, 6, 17)), person("Nora", "Hartman", (1984, 6, 17))),
            (person("Nora", "Hartmann", (1984, 6, 17)), person("Nora", "Hartmann", (nil, 6, 17))),
        ])
    func twoOfThree(one: CustomerRecord, other: CustomerRecord) {
        #expect(agree(one, other))
    }

    @Test(
        "are two people when less agrees, or the given name or the birthday contradicts",
        arguments: [
            (person("Nora", nil), person("Nora", nil)),
            (person(nil, "Hartmann"), person(nil, "Hartmann")),
            (person(nil, nil, (1984, 6, 17)), person(nil, nil, (1984, 6, 17))),
            (person("Nora", "Hartmann"), person("Nora", "Bergström")),
            (person("Nora", "Hartmann"), person("Piet", "Hartmann")),
            (person("Nora", "Hartmann", (1984, 6, 17)), person("Nora", "Hartmann", (1951, 2, 3))),
            (person("Nora", "Hartmann", (1984, 6, 17)), person("Nora", "Hartmann", (nil, 2, 3))),
            (person("Piet", "Hartmann", (1984, 6, 17)), person("Nora", "Hartmann", (1984, 6, 17))),
            (person("Piet", "Hartmann", (1984, 6, 17)), person("Nora", "Hartmann", (1984, 6, 18))),
            (person(nil, "Hartmann", (1984, 6, 17)), person(nil, "Hartmann", (1984, 6, 2))),
            (person("Tim", "Hartmann"), person("Tom", "Hartmann")),
            (person("Fabian", "Hartmann"), person("Fabia", "Hartmann")),
            (person("Alessandro", "Conti"), person("Alessandra", "Conti")),
            (person("-", "Hartmann", nil), person("?", "Hartmann", nil)),
            (person("Nora", "-", nil), person("Nora", "?", nil)),
            (person("Nora", ".", nil), person("Nora", ".", nil)),
            (person("Unknown", "unbekannt"), person("Unknown", "unbekannt")),
            (person("Nora", "Xxx"), person("Nora", "XXXX")),
            (person("Guest", "Customer", (1984, 6, 17)), person("Guest", "Customer", (1984, 6, 17))),
            (CustomerRecord(), CustomerRecord()),
        ])
    func tooLittle(one: CustomerRecord, other: CustomerRecord) {
        #expect(!agree(one, other))
    }

    @Test(
        "with one family name and birthday may be one person called by a short form",
        arguments: [
            ("Nora", "NORA"), ("Nora", "N."), ("N", "Nora Marie"), ("Nora Marie", "Nora"), ("William", "Bill"),
            ("Franziska", "Franzi"), ("Cornelis", "Kees"), ("Geneviève", "Ginette"), ("Francisco", "Paco"),
            ("Giuseppe", "Beppe"), ("Małgorzata", "Gosia"), ("Jürgen", "Juergen"), ("Matthias", "Mathias"),
            ("Hans-Peter", "Hanspeter"), ("R. J.", "Robert John"),
        ])
    func shortForms(one: String, other: String) {
        #expect(agree(person(one, "Hartmann", Self.born), person(other, "Hartmann", Self.born)))
    }

    @Test(
        "with one family name and birthday are twins when their given names differ",
        arguments: [
            ("Nora", "Nina"), ("Lisa", "Lina"), ("Jan", "Jana"), ("Manuel", "Manuela"), ("Emilio", "Emilia"),
            ("Alexander", "Alexandra"), ("Julian", "Julia"), ("Lisa", "Betty"), ("Marie", "Maria"), ("N", "Piet"),
            ("Anna Lena", "Anna Sophie"), ("Christian", "Christiane"), ("伟", "敏"), ("Anna", "Hanna"),
            ("Andreas", "Andrea"), ("Christian", "Christina"), ("Francis", "Frances"), ("Elias", "Elisa"),
            ("Александр", "Александра"), ("Евгений", "Евгения"),
        ])
    func twins(one: String, other: String) {
        #expect(!agree(person(one, "Hartmann", Self.born), person(other, "Hartmann", Self.born)))
        #expect(!agree(person(one, "Hartmann", Self.born), person(other, "Hartman", Self.born)))
    }

    @Test(
        "under one family name are a couple when their given names are a man's and a woman's, or are none",
        arguments: [
            ("Andreas", "Andrea"), ("Валентин", "Валентина"), ("Nicolas", "Nicola"), ("Frau", "Frau"), ("n/a", "n/a"),
        ])
    func couples(one: String, other: String) {
        #expect(!agree(person(one, "Hartmann", nil), person(other, "Hartmann", nil)))
    }

    @Test(
        "learn nothing from a birthday that stands for not known",
        arguments: [
            (1900, 1, 1), (1970, 1, 1), (1901, 1, 1), (2000, 1, 1), (1980, 1, 1), (1, 1, 1), (1899, 12, 30),
            (1986, 1, 1), (9999, 12, 31), (1969, 12, 31),
        ])
    func placeholders(year: Int, month: Int, day: Int) {
        let placeholder = (year, month, day)
        #expect(!agree(person(nil, "Hartmann", placeholder), person(nil, "Hartmann", placeholder)))
        #expect(!agree(person("Piet", "Hartmann", placeholder), person("Nora", "Hartmann", placeholder)))
        #expect(agree(person("Nora", "Hartmann", placeholder), person("Nora", "Hartmann", Self.born)))
    }

    @Test("are compared by their full names where the parts are not stated")
    func fullNames() {
        let whole = full("Prof. Dr. Nora van der Hartmann")
        #expect(agree(whole, person("Nora", "van der Hartmann")))
        #expect(agree(whole, full("van der Hartmann, Nora")))
        #expect(agree(whole, full("NORA VAN-DER-HARTMANN")))
        #expect(!agree(whole, person("Piet", "van der Hartmann")))
        #expect(!agree(whole, full("Nora Bergström")))
        var partly = full("Piet Hartmann", (1984, 6, 17))
        partly.familyName = "Hartmann"
        #expect(!agree(partly, person("Nora", "Hartmann", Self.born)))
    }

    @Test("are judged alike in either order, and every record of a whole name agrees with itself", arguments: 0..<25)
    func isSymmetric(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let given = ["Nora", "Nina", "N", "William", "Bill", "Hartmann", nil, "-"]
        let family = ["Hartmann", "Hartman", "Bergström", "Nora", nil]
        let days = [nil, (1984, 6, 17), (1984, 6, 18), (1970, 1, 1), (nil, 6, 17)] as [(Int?, Int, Int)?]
        let people = (0..<20).map { _ in
            person(pick(given, &random), pick(family, &random), pick(days, &random))
        }
        for one in people {
            for other in people {
                #expect(agree(one, other) == agree(other, one))
                #expect(Corroboration.holds(for: [one, other]) == agree(one, other))
            }
        }
        for one in people where one.presentFamilyName != nil && (one.givenName?.count ?? 0) > 1 {
            #expect(agree(one, one))
        }
    }

    @Test("make a group only when every pair agrees")
    func groups() {
        let nameless = person(nil, "Hartmann", Self.born)
        let (one, other) = (person("Nora", "Hartmann", Self.born), person("Piet", "Hartmann", Self.born))
        #expect(Corroboration.holds(for: [nameless, one]) && Corroboration.holds(for: [nameless, other]))
        #expect(!Corroboration.holds(for: [nameless, one, other]))
        #expect(Corroboration.holds(for: [one]))
    }

    @Test("are judged in bounded time, however long their names are", .timeLimit(.minutes(1)))
    func longNames() {
        let word = String(repeating: "ab", count: 500)
        let group = (0..<50).map { number in
            full((0..<40).map { "\(word)\(number)x\($0)" }.joined(separator: " "))
        }
        #expect(Corroboration.holds(for: group))
    }

    private func agree(_ one: CustomerRecord, _ other: CustomerRecord) -> Bool {
        Corroboration.agree(one, other)
    }

    private func pick<Value>(_ values: [Value], _ random: inout SplitMix64) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private func full(_ name: String, _ born: (Int?, Int, Int)? = nil) -> CustomerRecord {
        var record = person(nil, nil, born)
        record.fullName = name
        return record
    }
}

private func person(_ given: String?, _ family: String?, _ born: (Int?, Int, Int)? = nil) -> CustomerRecord {
    var record = CustomerRecord()
    record.givenName = given
    record.familyName = family
    record.birthday = born.flatMap { Birthday(year: $0.0, month: $0.1, day: $0.2) }
    return record
}
