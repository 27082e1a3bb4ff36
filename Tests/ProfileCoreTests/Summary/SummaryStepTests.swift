import Testing

@testable import ProfileCore

@Suite("The summary, step by step")
struct SummaryStepTests {
    private static let held: Set<Identifier> = [
        Identifier(type: "email", value: "p0@example.com"), Identifier(type: "email", value: "p1@example.com"),
    ]

    /// The other identifiers are refused.
    private static func strength(_ identifier: Identifier) -> IdentifierRule.Strength? {
        held.contains(identifier) ? .strong : nil
    }

    /// Facts that come, change and go while time passes, and the summary that follows them.
    private struct History {
        var generator: RecordGenerator
        var facts: [FactKey: SourceRecord] = [:]
        var summary = ProfileSummary()
        var now: Timestamp
        let limits: SummaryLimits
        /// How often what was lost was found without folding.
        var found = 0

        init(seed: Int, kinds: [RecordKind] = RecordKind.ofProfiles, limits: SummaryLimits = .standard) {
            self.limits = limits
            generator = RecordGenerator(seed: UInt64(seed), kinds: kinds)
            now = generator.moment()
        }

        mutating func step() {
            if generator.pick(4) == 0 { now = max(now, generator.moment()) }
            let record = generator.record()
            let earlier = facts[record.key]
            summary.settle(by: now, within: limits)
            if let earlier { summary.remove(earlier, within: limits) }
            facts[record.key] = nil
            if earlier == nil || generator.pick(3) > 0 {
                summary.add(record, at: now, within: limits, holding: SummaryStepTests.strength)
                facts[record.key] = record
            }
            let isExact = earlier.map { summary.isExact(without: $0, within: limits) } ?? summary.upcoming.isExact
            if !isExact { summary = earlier.flatMap { recovered(after: $0) } ?? rebuilt }
        }

        private mutating func recovered(after earlier: SourceRecord) -> ProfileSummary? {
            let losses = Set(summary.losses(without: earlier, within: limits))
            guard var recovery = Recovery(of: summary, losses, within: limits, at: now) else { return nil }
            for source in recovery.sources {
                let moments = facts.values.filter { $0.key.source == source }.map(\.updatedAt)
                guard let first = moments.min(), let last = moments.max() else { continue }
                recovery.add(source, first: first, last: last)
            }
            let newestFirst = facts.values.filter { $0.happenedAt <= recovery.start }
                .sorted { ($1.happenedAt, $0.key) < ($0.happenedAt, $1.key) }
            if recovery.walks {
                let isAll = newestFirst.allSatisfy { recovery.add($0) }
                recovery.endWalk(afterAll: isAll)
            }
            let oldestFirst = facts.values.sorted { ($0.happenedAt, $1.key) < ($1.happenedAt, $0.key) }
            if recovery.walksFromOldest {
                let isAll = oldestFirst.allSatisfy { recovery.add(fromOldest: $0) }
                recovery.endWalkFromOldest(afterAll: isAll)
            }
            let summary = recovery.result
            if summary != nil { found += 1 }
            return summary
        }

        var rebuilt: ProfileSummary { SummaryStepTests.rebuilt(facts.values, at: now, within: limits) }

        /// As a reader sees it.
        var settled: ProfileSummary {
            var settled = summary
            settled.settle(by: now, within: limits)
            return settled.upcoming.isExact ? settled : rebuilt
        }
    }

    @Test("equals a rebuild from the facts after every addition, correction and withdrawal", arguments: 0..<20)
    func equalsRebuild(seed: Int) {
        for number in 0..<20 {
            var history = History(seed: seed * 1000 + number)
            for _ in 0..<40 {
                history.step()
                #expect(history.settled == history.rebuilt)
            }
        }
    }

    @Test("finds most of what is lost among the facts that are left", arguments: 0..<8)
    func findsWhatIsLost(seed: Int) {
        for kind in [RecordKind.order, .interaction, .activity, .promise] {
            var history = History(seed: seed, kinds: [kind])
            for _ in 0..<300 { history.step() }
            #expect(history.found > 0, "\(kind)")
            #expect(history.settled == history.rebuilt)
        }
    }

    /// Room for two days and two quarters of an hour.
    private static let narrow: SummaryLimits = {
        var limits = SummaryLimits()
        (limits.contactDays, limits.orderDays, limits.quarters, limits.activeMinutes) = (2, 2, 2, 2)
        return limits
    }()

    @Test("stays exact when only the latest days and quarters of an hour are listed", arguments: 0..<6)
    func staysExactWithinNarrowLimits(seed: Int) {
        for kinds in [RecordKind.ofProfiles, [.order], [.interaction], [.activity]] {
            var history = History(seed: seed, kinds: kinds, limits: Self.narrow)
            for _ in 0..<200 {
                history.step()
                #expect(history.settled == history.rebuilt)
            }
        }
    }

    @Test("of two profiles that merge is exact where days are only counted, too", arguments: 0..<50)
    func combinesWithinNarrowLimits(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(90, &generator)
        let (one, other) = (facts.filter { $0.key.id < "3" }, facts.filter { $0.key.id >= "3" })
        let now = generator.moment()
        let parts = [one, other].map { Self.rebuilt($0.values, at: now, within: Self.narrow) }
        let combined = parts[0].combined(with: parts[1], at: now, within: Self.narrow)
        #expect(combined == Self.rebuilt(facts.values, at: now, within: Self.narrow))
    }

    @Test("does not depend on the order of arrival", arguments: 0..<80)
    func isCommutative(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(80, &generator)
        let now = generator.moment()
        let shuffled = facts.values.shuffled(using: &generator.random)
        #expect(Self.rebuilt(shuffled, at: now) == Self.rebuilt(facts.values, at: now))
    }

    @Test("does not depend on when facts arrived, once their time has come", arguments: 0..<50)
    func comesInTime(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(Upcoming.capacity, &generator)
        let early = Timestamp(milliseconds: 0)
        var summary = Self.rebuilt(facts.values, at: early)
        #expect(summary.contact.total == 0 && summary.purchases == PurchaseSummary())
        let now = generator.moment()
        summary.settle(by: now)
        #expect(summary == Self.rebuilt(facts.values, at: now))
    }

    @Test("of two profiles that merge is the summary of the facts of both", arguments: 0..<80)
    func combines(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(90, &generator)
        let (one, other) = (facts.filter { $0.key.id < "3" }, facts.filter { $0.key.id >= "3" })
        let now = generator.moment()
        let combined = Self.rebuilt(one.values, at: now).combined(with: Self.rebuilt(other.values, at: now), at: now)
        #expect(combined == Self.rebuilt(facts.values, at: now))
    }

    @Test("comes to nothing when every fact is withdrawn", arguments: 0..<25)
    func comesToNothing(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(60, &generator)
        for now in [Timestamp(milliseconds: 0), Timestamp(milliseconds: .max)] {
            var summary = Self.rebuilt(facts.values, at: now)
            for record in facts.values { summary.remove(record) }
            #expect(summary == ProfileSummary())
        }
    }

    @Test("stays exact when its bounded lists overflow", arguments: RecordKind.ofProfiles)
    func staysExactWhenFull(kind: RecordKind) {
        for seed in 0..<8 {
            var history = History(seed: seed, kinds: [kind])
            for number in 0..<300 {
                history.step()
                if number % 10 == 0 { #expect(history.settled == history.rebuilt) }
            }
        }
    }

    @Test(
        "finds what is lost where the lists of a journey overflow",
        arguments: [["page_viewed", "help_viewed"], ["search", "search_failed"], ["payment_failed"]])
    func journeyLists(types: [String]) {
        for seed in 0..<5 {
            var history = History(seed: seed, kinds: [.activity])
            history.generator.activityTypes = types
            for number in 0..<300 {
                history.step()
                if number % 10 == 0 { #expect(history.settled == history.rebuilt) }
            }
            let journey = history.settled.journey
            let lists = [journey?.pages.list, journey?.searches.list, journey?.milestones.list].compactMap(\.self)
            #expect(lists.contains { $0.total > $0.items.count })
            #expect(history.found > 0)
        }
    }

    private func facts(_ count: Int, _ generator: inout RecordGenerator) -> [FactKey: SourceRecord] {
        var facts: [FactKey: SourceRecord] = [:]
        for _ in 0..<count {
            let record = generator.record()
            facts[record.key] = record
        }
        return facts
    }

    private static func rebuilt(
        _ records: some Sequence<SourceRecord>, at now: Timestamp, within limits: SummaryLimits = .standard
    ) -> ProfileSummary {
        var summary = ProfileSummary()
        for record in records { summary.add(record, at: now, within: limits, holding: SummaryStepTests.strength) }
        return summary
    }
}
