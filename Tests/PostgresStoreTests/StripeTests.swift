@testable import PostgresStore
import ProfileStore
import SQLStore
import Testing

@Suite("Positions in the feed of changes") struct StripeTests {
    @Test(
        "A text keeps a position",
        arguments: [[], [0], [7], [0, 0, 3], [1, 2, 0, Stripe.values], Array(repeating: 9, count: 16)])
    func text(_ last: [Int64]) throws {
        let position = FeedPosition(last)
        #expect(FeedPosition(position.description) == position)
        #expect(position.description.allSatisfy { "0123456789abcdefghijklmnopqrstuvwxyz.".contains($0) })
    }

    @Test(
        "What is no position is refused",
        arguments: [
            "", ".", "-1", "+1", "1..2", "1.-2", "!", "1 2", "zzzzzzzzzzzzzzz",
            "0." + String(Stripe.values + 1, radix: 36),
        ])
    func noText(_ text: String) {
        #expect(FeedPosition(text) == nil)
    }

    @Test("Of two positions the one that was advanced covers both, each stripe by itself") func advancing() {
        var one = FeedPosition([5, 0, 2])
        let other = FeedPosition([3, 4])
        #expect(!one.covers(other) && !other.covers(one))
        one.advance(to: other)
        #expect(one == FeedPosition([5, 4, 2]) && one.covers(other))
        one.advance(to: ChangeNumber(stripe: 1, value: 1))
        #expect(one == FeedPosition([5, 4, 2]))
        #expect(one.covers(ChangeNumber(stripe: 1, value: 4)) && !one.covers(ChangeNumber(stripe: 3, value: 1)))
    }

    @Test("A stored number holds its stripe, and those of version 1 are the first", arguments: Stripe.all)
    func stored(_ stripe: Stripe) {
        for value in [1, 2, Stripe.values] {
            let stored = stripe.base + value
            #expect(stripe.base < stored && stored < stripe.end)
            #expect(ChangeNumber(stored: stored) == ChangeNumber(stripe: stripe.index, value: value))
        }
        #expect(Stripe(counter: stripe.counter) == stripe)
        #expect(stripe.index > 0 || stripe.base == 0)
    }
}
