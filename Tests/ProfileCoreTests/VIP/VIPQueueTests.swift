import ProfileCore
import Testing

@Suite struct VIPQueueTests {
    private func entry(_ ref: String, priority: Int, waited: Int) -> VIPQueue.Entry {
        let answer = VIPAnswer(
            found: true, profileID: nil, vip: false, tier: priority > 0 ? "gold" : nil, priority: priority, reason: "")
        return VIPQueue.Entry(ref: ref, answer: answer, waitedSeconds: waited)
    }

    private func order(_ entries: [VIPQueue.Entry]) -> [String] {
        VIPQueue.rank(entries).map(\.entry.ref)
    }

    @Test func servesTheHigherPriorityFirst() {
        #expect(order([entry("a", priority: 10, waited: 0), entry("b", priority: 70, waited: 0)]) == ["b", "a"])
    }

    @Test func nobodyStarves() {
        let patient = entry("patient", priority: 0, waited: 1001)
        #expect(order([entry("new", priority: 100, waited: 0), patient]) == ["patient", "new"])
    }

    @Test func tiesGoToWhoWaitedLongerThenToWhoCameFirst() {
        let entries = [
            entry("a", priority: 2, waited: 0), entry("b", priority: 1, waited: 10),
            entry("c", priority: 0, waited: 20),
            entry("d", priority: 0, waited: 20),
        ]
        #expect(order(entries) == ["c", "d", "b", "a"])
    }

    @Test func afterThatTimeNobodyNewGoesFirst() {
        let waiting = entry("a", priority: 40, waited: 25)
        let left = VIPQueue.rank([waiting])[0].overtakableSeconds
        #expect(left == 575)
        #expect(order([waiting.after(left - 1), entry("new", priority: 100, waited: 0)]) == ["new", "a"])
        #expect(order([waiting.after(left), entry("new", priority: 100, waited: 0)]) == ["a", "new"])
    }

    @Test func everyPlaceTellsWhy() {
        let place = VIPQueue.rank([entry("a", priority: 70, waited: 125)])[0]
        #expect(place.position == 1)
        #expect(place.effectiveTenths == 825)
        #expect(place.reason == "gold customer, priority 70; waited 125 s: +12.5")
    }

    @Test func absurdTimesDoNoHarm() {
        let entries = [entry("a", priority: 100, waited: .min), entry("b", priority: 100, waited: .max)]
        #expect(order(entries) == ["b", "a"])
    }
}

extension VIPQueue.Entry {
    fileprivate func after(_ seconds: Int) -> Self {
        VIPQueue.Entry(ref: ref, answer: answer, waitedSeconds: waitedSeconds + seconds)
    }
}
