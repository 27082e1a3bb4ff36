import ProfileStore
import Testing

@testable import ProfileCore
@testable import SQLStore
@testable import SQLiteStore

@Suite("A plain decision is facts and profiles, and nothing to move, look up, review or tell")
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

    private static let conflict = Conflict(
        fact: Samples.order("1").key, identifier: identifier, rule: .untrusted, limitedType: nil, profile: one,
        holder: other, at: Samples.moment)
    private static let withdrawal = Withdrawal(
        key: Samples.order("1").key, updatedAt: Samples.moment, receivedAt: Samples.moment, profile: one, home: one)

    /// The same of what has to be moved, taken back or looked up before profiles are saved.
    private static let preliminaries: [@Sendable (inout Decision) -> Void] = [
        { $0.moves.append(Decision.Move(from: one, to: other)) },
        { $0.withdrawnFacts[withdrawal.key] = withdrawal.updatedAt },
        { $0.foreseenWithdrawals[withdrawal.key] = withdrawal },
        { $0.droppedClaims.insert(conflict.key) }, { $0.conflicts.append(conflict) },
        { $0.rebuilds.insert(one) },
        { $0.recoveries[one] = Recovery(of: ProfileSummary(), [], within: .standard, at: Samples.moment) },
        { $0.tallies[one] = TallyChange() },
        { $0.recounts.insert(identifier) },
    ]

    private func calls(_ decision: Decision) -> [SQLiteCall] {
        SQLiteStatement.review([decision]) + SQLiteStatement.feed([decision])
    }

    @Test("Orders of a known customer are plain: their facts are all that is written before the profile")
    func plain() throws {
        let decision = Samples.decision(orders: 3)
        #expect(decision.isPlain && calls(decision).isEmpty)
        var application = Application<SQLiteStatement>([decision], in: [CommitTrial()])
        guard case .applied(let writes) = try application.next([]) else {
            Issue.record("It asks")
            return
        }
        #expect(writes.map(\.statement.sql) == [SQLiteStatement.saveFacts.sql] && writes.first?.runs == 3)
        #expect(writes.count == SQLiteStatement.groundwork([decision]).count)
    }

    @Test("Whatever is to be moved or looked up makes a decision no plain one", arguments: preliminaries.indices)
    func lookups(_ place: Int) {
        var decision = Samples.decision(orders: 1)
        Self.preliminaries[place](&decision)
        #expect(!decision.isPlain)
    }

    @Test("Whatever is to be written besides makes a decision no plain one", arguments: changes.indices)
    func others(_ place: Int) {
        var decision = Samples.decision(orders: 1)
        Self.changes[place](&decision)
        #expect(!decision.isPlain && !calls(decision).isEmpty)
    }
}
