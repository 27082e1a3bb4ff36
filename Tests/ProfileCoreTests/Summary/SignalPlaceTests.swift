import Testing

@testable import ProfileCore

@Suite("Signs of interest")
struct SignalPlaceTests {
    @Test("no browsing crowds out the cart and the wishes")
    func places() throws {
        var summary = ProfileSummary()
        let start = Timestamp.utc(2026, 3, 1)
        let types = ["product_added", "wishlist_added"] + Array(repeating: "product_viewed", count: 1000)
        for (number, type) in types.enumerated() {
            var activity = ActivityRecord(occurredAt: start.advanced(bySeconds: Int64(number)), type: type)
            activity.sku = number < 2 ? "KEPT" : "SEEN"
            let record = SourceRecord(
                key: FactKey(kind: .activity, source: "web", id: "\(number)"), updatedAt: start,
                isTimedByArrival: false, identifiers: [], body: .activity(activity))
            summary.add(record, at: .utc(2026, 4, 1)) { _ in .strong }
        }
        #expect(summary.views.items.count == ProfileSummary.viewCapacity)
        var sample = ProfileSample()
        sample.summary = summary
        let profile = sample.profile(at: .utc(2026, 3, 1, 12))
        #expect(profile.cart?.items.map(\.sku) == ["KEPT"])
        #expect(profile.interests.first { $0.sku == "KEPT" }?.score == 7)
    }
}
