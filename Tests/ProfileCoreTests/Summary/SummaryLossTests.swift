import Testing

@testable import ProfileCore

@Suite("What a summary loses with a fact")
struct SummaryLossTests {
    private let now = Timestamp.utc(2026, 6, 1)

    private func call(_ number: Int, status: InteractionRecord.Status? = nil) -> SourceRecord {
        var interaction = InteractionRecord(occurredAt: .utc(2026, 1, 1, 0, number), channel: "phone")
        interaction.status = status
        return SourceRecord(
            key: FactKey(kind: .interaction, source: "crm", id: "\(number)"), updatedAt: .utc(2026, 1, 1),
            isTimedByArrival: false, identifiers: [], body: .interaction(interaction))
    }

    private func losses(_ calls: [SourceRecord], without call: SourceRecord) -> Set<SummaryLoss> {
        var summary = ProfileSummary()
        for call in calls { summary.add(call, at: now) { _ in .strong } }
        summary.remove(call)
        return Set(summary.losses(without: call))
    }

    @Test("is named: the ends, and the next for each list that was full")
    func named() {
        let calls = (0..<100).map { call($0) }
        #expect(losses(calls, without: calls[99]) == [.interactions, .channel("phone"), .recentInteractions])
        #expect(losses(calls, without: calls[0]) == [.interactions, .channel("phone")])
        #expect(losses(calls, without: calls[50]).isEmpty)
        let open = (0..<100).map { call($0, status: .open) }
        #expect(losses(open, without: open[60]) == [.openInteractions])
    }

    @Test("is nothing when one of two goes, since the other is both first and last")
    func oneOfTwo() {
        let calls = [call(0), call(1)]
        #expect(losses(calls, without: calls[0]).isEmpty)
        #expect(losses(calls, without: calls[1]).isEmpty)
    }
}
