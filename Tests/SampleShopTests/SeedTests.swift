import ProfileCore
import SampleShop
import Testing

@Suite("A seed gives one shop")
struct SeedTests {
    @Test("The same seed gives the same bytes")
    func sameSeed() {
        #expect(Array(ShopLines.shop(seed: 7, people: 60)) == Array(ShopLines.shop(seed: 7, people: 60)))
    }

    @Test("Another seed gives other people")
    func otherSeed() {
        #expect(Array(ShopLines.shop(seed: 7, people: 60)) != Array(ShopLines.shop(seed: 8, people: 60)))
    }

    @Test("A larger shop begins with the people of the smaller one")
    func growth() {
        let small = Array(ShopLines.shop(seed: 7, people: 20))
        #expect(Array(ShopLines.shop(seed: 7, people: 60).prefix(small.count)) == small)
    }

    @Test("Nobody makes no lines", arguments: [0, -1])
    func nobody(people: Int) {
        #expect(Array(ShopLines.shop(seed: 7, people: people)).isEmpty)
    }
}
