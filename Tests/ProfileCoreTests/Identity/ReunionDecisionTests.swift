import ProfileCore
import Testing

@Suite("A withdrawn record that a merge by hand names comes back to those it was merged with")
struct ReunionDecisionTests {
    private static let now = Timestamp(milliseconds: 1_780_000_000_000)
    private static let (survivor, absorbed, drawn) = (id(1), id(2), id(3))
    private static let (standing, back) = (customer("1"), customer("2"))

    @Test("It is filed under them, with the home it had")
    func comesBack() {
        let filing = file(seeing: snapshot(undone: nil))
        #expect(filing == Filing(profile: Self.survivor, home: Self.absorbed, basis: nil))
    }

    @Test("It begins a profile once somebody undid the merge")
    func undone() {
        let filing = file(seeing: snapshot(undone: Merge.Undoing(at: Self.now, name: "desk", reason: "r")))
        #expect(filing?.profile == Self.drawn)
    }

    private func file(seeing snapshot: Snapshot) -> Filing? {
        let arrival = IngestDecision.Arrival(record: Self.back, at: Self.now, newProfile: Self.drawn)
        return IngestDecision(rules: .standard).decide([arrival], seeing: snapshot, at: Self.now).0
            .facts[Self.back.key]?.filing
    }

    private func snapshot(undone: Merge.Undoing?) -> Snapshot {
        let cause = Merge.Cause.steward(name: "desk", reason: "same", facts: [Self.standing.key, Self.back.key])
        let state = ProfileState(id: Self.survivor, version: 3, changedAt: Self.now, aliases: [Self.absorbed])
        var snapshot = Snapshot(
            profiles: [state.id: state],
            merges: [
                Merge(
                    absorbed: Self.absorbed, survivor: Self.survivor, at: Self.now, cause: cause, undone: undone)
            ])
        snapshot.withdrawn[Self.back.key] = Withdrawal(
            key: Self.back.key, updatedAt: Self.back.updatedAt, receivedAt: Self.now, profile: Self.survivor,
            home: Self.absorbed)
        return snapshot
    }

    private static func customer(_ id: String) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: .customer, source: "crm", id: id), updatedAt: now, isTimedByArrival: false,
            identifiers: [Identifier(type: "crm", value: id)], body: .customer(CustomerRecord()))
    }

    private static func id(_ number: UInt16) -> ProfileID { ProfileID(drawnAt: now, random: (number, 1)) }
}
