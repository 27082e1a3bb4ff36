import Foundation
import ProfileCore
import SampleShop

/// A shop of a certain size and what its lines say.
struct ShopLines: Sendable {
    static let today = Day(number: 20_779)
    static let now = today.start.advanced(bySeconds: 13 * 3600)
    /// Large enough to hold every kind of person; read once for all tests.
    static let standard = ShopLines(seed: 1, people: 2000)

    let records: [ShopLine]

    init(seed: UInt64, people: Int) {
        let decoder = JSONDecoder()
        records = Self.shop(seed: seed, people: people).compactMap {
            try? decoder.decode(ShopLine.self, from: Data($0))
        }
    }

    static func shop(seed: UInt64, people: Int, now: Timestamp = now) -> SampleShop {
        SampleShop(seed: seed, people: people, today: now.day, now: now)
    }

    func records(kind: String) -> [ShopLine] {
        records.filter { $0.kind == kind }
    }

    func records(kind: String, source: String) -> [ShopLine] {
        records.filter { $0.kind == kind && $0.source == source }
    }
}
