import Testing

@testable import ProfileWebhooks

@Suite("Endpoints share the connections of a node") struct DeliveryShareTests {
    @Test("However many they are, all have some, and together no more than there are", arguments: 1...200)
    func share(_ endpoints: Int) {
        let share = DeliveryShare(amongst: endpoints)
        #expect(share.size(whileFailing: false) * endpoints <= 1_000)
        #expect((1...4).contains(share.size(whileFailing: true)))
        #expect(share.size(whileFailing: false) >= (endpoints <= 15 ? 64 : 1_000 / endpoints))
    }
}
