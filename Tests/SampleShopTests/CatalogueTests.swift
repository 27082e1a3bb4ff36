import Testing

@testable import SampleShop

@Suite("The catalogue")
struct CatalogueTests {
    @Test("It holds a hundred and twenty articles, each with a number, a name and a price of its own")
    func articles() {
        #expect(Catalogue.products.count == 120)
        #expect(Set(Catalogue.products.map(\.sku)).count == 120)
        #expect(Set(Catalogue.products.map(\.name)).count == 120)
        let unpriced = Catalogue.products.filter { $0.euroCents < 100 || $0.name.contains("=") }
        #expect(unpriced.isEmpty)
    }

    @Test("Prices abroad end as prices do", arguments: [SaleCurrency.pound, .franc, .krona])
    func prices(currency: SaleCurrency) {
        let odd = Catalogue.products.map { currency.price(euroCents: $0.euroCents) }.filter { $0 % 100 != 90 }
        #expect(odd.isEmpty)
    }
}
