import ProfileCore
import Testing

@Suite("When a message is tried again") struct RetryScheduleTests {
    @Test("After the pauses of Standard Webhooks, and chance adds a fifth at most")
    func pauses() {
        let published: [Int64] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
        for (place, seconds) in published.enumerated() {
            #expect(RetrySchedule.pause(after: place + 1, wished: nil, chance: 0) == seconds * 1_000)
            #expect(RetrySchedule.pause(after: place + 1, wished: nil, chance: 1) == seconds * 1_200)
        }
        #expect(RetrySchedule.pause(after: published.count + 1, wished: 5, chance: 0) == nil)
    }

    @Test(
        "A receiver may ask for longer, up to a day, and not for less",
        arguments: [(1, 60, 60), (2, 60, 300), (1, -5, 5), (1, .max, 86_400)] as [(Int, Int64, Int64)])
    func wished(_ attempts: Int, _ wish: Int64, _ seconds: Int64) {
        #expect(RetrySchedule.pause(after: attempts, wished: wish, chance: 0) == seconds * 1_000)
    }

    @Test("2xx alone is success, a redirect is none, and 410 ends it")
    func verdicts() {
        for status in [200, 201, 204, 299] { #expect(verdict(status) == .delivered) }
        for status in [100, 199, 300, 301, 302, 307, 400, 404, 409, 429, 500, 503, 600] {
            #expect(verdict(status) == .failed(retryAfter: nil), "\(status)")
        }
        #expect(verdict(410) == .unwanted)
        #expect(DeliveryVerdict(.status(429, retryAfter: 7)) == .failed(retryAfter: 7))
        #expect(DeliveryVerdict(.failed(.timeout)) == .failed(retryAfter: nil))
    }

    private func verdict(_ status: Int) -> DeliveryVerdict { DeliveryVerdict(.status(status, retryAfter: nil)) }
}
