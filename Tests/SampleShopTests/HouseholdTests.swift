import Testing

@testable import SampleShop

@Suite("People")
struct HouseholdTests {
    private let shoppers = (1..<2000).map { Shopper.at($0, seed: 1) }

    @Test("Only people of one family share a landline or an address of mail")
    func sharing() {
        for together in [
            Dictionary(grouping: shoppers, by: \.landline?.e164), Dictionary(grouping: shoppers, by: \.email),
        ] {
            let shared = together.filter { $0.key != nil && $0.value.count > 1 }.values
            #expect(shared.count > 5)
            for people in shared {
                #expect(people.count == 2)
                #expect(Set(people.map(\.name.family)).count == 1)
                #expect(Set(people.map(\.street)).count == 1)
            }
        }
    }

    @Test("Nobody shares a mobile phone or a number in a system")
    func unshared() {
        for values in [shoppers.compactMap(\.mobile?.e164), shoppers.compactMap(\.crmID), shoppers.compactMap(\.erpID)]
        {
            #expect(Set(values).count == values.count)
        }
    }

    @Test("Some strangers have the same name, and names come from many places")
    func names() {
        let namesakes = Dictionary(grouping: shoppers, by: \.name.whole).values.filter { $0.count > 1 }
        #expect(namesakes.count > 20)
        let familyFirst = shoppers.filter(\.name.familyFirst)
        #expect(familyFirst.count > 50)
    }

    @Test("Whoever buys something can be told from others")
    func handles() {
        var die = Die(seed: 3)
        for shopper in shoppers where shopper.segment != .prospect {
            #expect(shopper.handle(&die) != nil)
        }
    }
}
