import ProfileCore
import Testing

@testable import SQLStore
@testable import SQLiteStore

@Suite("A plain decision has nothing to be reviewed or told")
struct PlainDecisionTests {
    private static let (one, other) = (Samples.profile, ProfileID(high: 3, low: 4))
    private static let identifier = Identifier(type: Identifier.email, value: "ada@example.com")
    private static let link = Link(
        identifier: identifier, profile: one, home: one, statedBy: Samples.order("1").key, linkedAt: Samples.moment)
    private static let merge = Merge(
        absorbed: one, survivor: other, at: Samples.moment, cause: .record(Samples.order("1").key, identifiers: []))

    /// Each gives a decision one thing that is no part of another order of a known customer.
    private static let changes: [@Sendable (inout Decision) -> Void] = [
        { $0.links[link.key] = link }, { $0.removedLinks.insert(link.key) },
        { $0.forgotten.insert(Decision.Forgotten(identifier: identifier, profile: one)) },
        { $0.removedProfiles.insert(one) }, { $0.aliases[one] = other }, { $0.removedAliases.insert(one) },
        { $0.merges.append(merge) }, { $0.separations.append(Separation(one, other)) },
        { $0.removedSeparations.insert(Separation(one, other).pair) }, { $0.ended.insert(one) },
        { $0.queued.insert(identifier) }, { $0.eased.insert(one) }, { $0.lightened.insert(one) },
        { $0.judged.append(DueClaims.Place(identifier: identifier, stamp: 1, after: nil)) },
        { $0.announced[one] = (nil, AnnouncedTier(tier: "gold", until: nil)) }, { $0.erases = true },
    ]

    private func calls(_ decision: Decision) -> [SQLiteCall] {
        SQLiteStatement.review([decision]) + SQLiteStatement.feed([decision])
    }

    @Test("Orders of a known customer are plain")
    func plain() {
        let decision = Samples.decision(orders: 3)
        #expect(decision.isPlain && calls(decision).isEmpty)
    }

    @Test("Whatever is to be written besides makes a decision no plain one", arguments: changes.indices)
    func others(_ place: Int) {
        var decision = Samples.decision(orders: 1)
        Self.changes[place](&decision)
        #expect(!decision.isPlain && !calls(decision).isEmpty)
    }
}
