@testable import ProfileCore
import Testing

@Suite("Search")
struct SearchTests {
    @Test(
        "finds a name by any of its words, begun or whole, however it is written",
        arguments: [
            ("Anna-Lena", "Müller", "müller"), ("Anna-Lena", "Müller", "MULLER"), ("Anna-Lena", "Müller", "mueller"),
            ("Anna-Lena", "Müller", "mül"), ("Anna-Lena", "Müller", "lena"), ("Anna-Lena", "Müller", "annalena mü"),
            ("Anna-Lena", "Müller", "müller, anna"), ("Anna-Lena", "Müller", "Frau Dr. Müller"),
            ("Jörg", "Mueller", "müller jorg"), ("Zoë", "O’Neill", "o'neill"), ("Zoë", "O’Neill", "oneill"),
            ("Zoë", "O’Neill", "neill zoe"), ("Renée", "Strauß", "STRAUSS"), ("Renée", "Strauß", "renee strau"),
            ("Łukasz", "Nowak", "lukasz"), ("Ødegård", "Åse", "odegard"), ("Ødegård", "Åse", "oedegaard"),
            ("太郎", "田中", "田中"), ("محمد", "الفارسي", "الفارسي"), ("Иван", "Ёлкин", "елкин"),
        ])
    func names(given: String, family: String, query: String) {
        let crowd = SearchedCrowd([
            SearchedPerson(1, given: given, family: family), SearchedPerson(2, given: "Piet", family: "Quist"),
        ])
        #expect(crowd.ids(query) == [1])
        #expect(SearchedCrowd([SearchedPerson(1, full: "\(given) \(family)")]).ids(query) == [1])
    }

    @Test(
        "forgives one slip in a word of five letters or more",
        arguments: ["schmitd", "schmdt", "scmidt", "schmiedt", "tchmidt", "schmidz", "shcmidt", "schmidt"])
    func slips(query: String) {
        let crowd = SearchedCrowd([
            SearchedPerson(1, given: "Thomas", family: "Schmidt"), SearchedPerson(2, given: "Tim", family: "Schulz"),
        ])
        #expect(crowd.ids(query) == [1])
        #expect(crowd.ids("thmoas \(query)") == [1])
    }

    @Test("forgives none in shorter words, and not two", arguments: ["tom", "timm", "schmtdi", "scmitd"])
    func noSlips(query: String) {
        let crowd = SearchedCrowd([SearchedPerson(1, given: "Tim", family: "Schmidt")])
        #expect(crowd.ids(query) == [])
    }

    @Test("puts what is exact before what is begun before what has a slip in it, then the more recent contact")
    func order() {
        var people = ["Meier", "Meiers", "Meyer", "Meier", "Meierhof", "Meier"].enumerated().map { place, name in
            SearchedPerson(UInt64(place + 1), given: "Kim", family: name)
        }
        people[3].contacts = [40]
        people[5].contacts = [400, 10]
        people[4].contacts = [1]
        #expect(SearchedCrowd(people).ids("meier") == [6, 4, 1, 5, 2, 3])
        let matches = SearchedCrowd(people).ranking("meier").hits.map(\.matches)
        #expect(matches.first == [SearchMatch(place: .name, how: .exact)])
        #expect(matches.last == [SearchMatch(place: .name, how: .tolerant)])
    }

    @Test("takes days for one month")
    func months() {
        var people = [SearchedPerson(1, family: "Meier"), SearchedPerson(2, family: "Meier")]
        let today = SearchedPerson.now.day.civil.day
        (people[0].contacts, people[1].contacts) = ([today - 1], [0])
        #expect(SearchedCrowd(people).ids("meier") == [1, 2])
        people[0].contacts = [today]
        #expect(SearchedCrowd(people).ids("meier") == [2, 1])
    }

    @Test(
        "narrows a name by a postal code, whole or begun",
        arguments: [
            ("10115", "müller 10115", true), ("10115", "10115 müller", true), ("10115", "müller 101", true),
            ("10115", "müller 20095", false), ("SW1A 1AA", "muller sw1a 1aa", true), ("1012 AB", "müller 1012AB", true),
            ("1012 AB", "müller 1012 ab", true), ("1012 AB", "müller 1013 ab", false),
        ])
    func postalCodes(code: String, query: String, isFound: Bool) {
        var person = SearchedPerson(1, given: "Eva", family: "Müller")
        person.postalCode = code
        let hits = SearchedCrowd([person]).ranking(query).hits
        #expect(hits.map(\.profile.high) == (isFound ? [1] : []))
        #expect(hits.flatMap { $0.matches.map(\.place) } == (isFound ? [.name, .postalCode] : []))
    }

    @Test(
        "finds a phone number by what a caller says of it",
        arguments: [
            ("+4917123456789", "0171 23456789"), ("+4917123456789", "+49 171 234"),
            ("+4917123456789", "0049171234567"),
            ("+4917123456789", "6789"), ("+4917123456789", "0171/2345"), ("+4917123456789", "+49 (0)171 23456789"),
            ("+4917123456789", "49171"), ("+390612345678", "06 1234 5678"), ("+4930123456;ext=12", "123456"),
            ("+4930123456;ext=12", "030 123456"), ("+12025550123", "(202) 555-0123"),
            ("+4930120018", "0018"),
        ])
    func phones(number: String, query: String) {
        var (person, other) = (SearchedPerson(1), SearchedPerson(2))
        person.phones = [number]
        other.phones = ["+33199999999"]
        let code = number.hasPrefix("+39") ? "39" : number.hasPrefix("+1") ? "1" : "49"
        #expect(SearchedCrowd([person, other]).ids(query, callingCode: code) == [1])
    }

    @Test(
        "does not take digits from the middle of a number, nor too few of its end", arguments: ["345", "2345 67", "9"])
    func noPhones(query: String) {
        var person = SearchedPerson(1)
        person.phones = ["+4917123456789"]
        #expect(SearchedCrowd([person]).ids(query, callingCode: "49") == [])
    }

    @Test(
        "finds a mail address by its beginning, its domain and the words in it",
        arguments: [
            "jane.doe84@", "jane.doe", "JANE.DOE84@acme.example", "doe84", "@acme", "acme", "acme.example", "jan",
        ])
    func addresses(query: String) {
        var (person, other) = (SearchedPerson(1), SearchedPerson(2))
        person.emails = ["jane.doe84@acme.example"]
        other.emails = ["piet@quist.example"]
        let crowd = SearchedCrowd([person, other])
        #expect(crowd.ids(query) == [1])
        #expect(crowd.ranking(query).hits[0].matches.map(\.place) == [.email])
    }

    @Test("reads a number of an order as it is said", arguments: ["#R-1001", "r-1001", "R-1001"])
    func orders(query: String) {
        #expect(SearchQuery(query).lookups.orders.contains("R-1001"))
        #expect(SearchQuery("meier").lookups.orders.isEmpty)
    }

    @Test("pages through what it ranked, each once, whatever comes and goes meanwhile")
    func pages() {
        var people = (1...25).map { SearchedPerson($0, given: "Kim", family: $0 % 3 == 0 ? "Meyer" : "Meier") }
        for place in people.indices { people[place].contacts = [place % 4 * 40] }
        let all = SearchedCrowd(people).ranking("meier").hits.map(\.place)
        var (found, place): ([SearchPlace], SearchPlace?) = ([], nil)
        repeat {
            let page = SearchedCrowd(people).ranking("meier").page(after: place, limit: 4)
            found += page.hits.map(\.place)
            place = page.next
            people.removeAll { $0.id == page.hits.first?.profile }
        } while place != nil
        #expect(found == all && all.count == 25)
    }

    @Test("ranks a thousand at most, and says when there are more")
    func truncated() {
        let people = (1...1_001).map { SearchedPerson($0, family: "Meier") }
        let ranking = SearchedCrowd(people).ranking("meier")
        #expect(ranking.hits.count == 1_000 && ranking.isTruncated)
        #expect(!SearchedCrowd(Array(people.dropLast())).ranking("meier").isTruncated)
    }
}
