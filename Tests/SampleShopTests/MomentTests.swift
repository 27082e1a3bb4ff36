import ProfileCore
import ProfileWire
import SampleShop
import Testing

@Suite("Nothing happens after now")
struct MomentTests {
    @Test("No moment of a record lies ahead, at any hour of the day", arguments: [0, 6, 13, 23])
    func nothingAhead(hour: Int64) {
        let now = ShopLines.today.start.advanced(bySeconds: hour * 3600)
        let latest = TimeText.rfc3339(now)
        let moment = #/"(\w+)":"(\d{4}-\d\d-\d\dT[^"]+)"/#
        for line in ShopLines.shop(seed: 3, people: 300, now: now) {
            let ahead = String(decoding: line, as: UTF8.self).matches(of: moment).filter { $0.2 > latest }
            #expect(ahead.isEmpty)
        }
    }

    @Test("Nothing is stated before it happened")
    func statedAfterwards() {
        let early = ShopLines.standard.records.filter { record in
            [record.occurredAt, record.placedAt].contains { ($0 ?? "") > record.updatedAt }
        }
        #expect(early.isEmpty)
    }

    @Test("Something was bought today and something two years ago")
    func span() {
        let placed = ShopLines.standard.records.compactMap(\.placedAt)
        let today = placed.filter { $0.hasPrefix(TimeText.date(ShopLines.today)) }
        let longAgo = placed.filter { $0 < TimeText.date(ShopLines.today.advanced(by: -700)) }
        #expect(!today.isEmpty)
        #expect(!longAgo.isEmpty)
    }

    @Test("Only an expected delivery may lie ahead, by a week at most")
    func expectations() {
        let latest = TimeText.date(ShopLines.today.advanced(by: 7))
        let beyond = ShopLines.standard.records.compactMap(\.expectedDelivery).filter { $0 > latest }
        #expect(beyond.isEmpty)
    }
}
