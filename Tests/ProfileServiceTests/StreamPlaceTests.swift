@testable import ProfileService
import Testing

@Suite("Places for streams")
struct StreamPlaceTests {
    @Test("No more are taken than there are, however many ask at once, and all come free again")
    func bound() async {
        let hub = ProfileHub()
        var places = await withTaskGroup(of: StreamPlace?.self) { group in
            for _ in 0..<1000 { group.addTask { hub.place(among: 10) } }
            return await group.reduce(into: []) { places, place in if let place { places.append(place) } }
        }
        #expect(places.count == 10)
        #expect(hub.count == 10)
        #expect(hub.place(among: 10) == nil)
        places = []
        #expect(hub.count == 0)
    }

    @Test("A place is free once nothing holds it")
    func freed() {
        let hub = ProfileHub()
        var place = hub.place(among: 1)
        #expect(place != nil && hub.place(among: 1) == nil)
        place = nil
        #expect(hub.count == 0 && hub.place(among: 1) != nil)
    }
}
