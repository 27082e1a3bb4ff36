import Testing

@testable import ProfileCore

@Suite("The summary, step by step")
struct SummaryStepTests {
    private let held: Set<Identifier> = [
        Identifier(type: "email", value: "p0@example.com"), Identifier(type: "email", value: "p1@example.com"),
    ]

    @Test("equals a rebuild from the facts after every addition, correction and withdrawal", arguments: 0..<40)
    func equalsRebuild(seed: Int) {
        for history in 0..<50 {
            var generator = RecordGenerator(seed: UInt64(seed * 1000 + history))
            var facts: [FactKey: SourceRecord] = [:]
            var summary = ProfileSummary()
            for _ in 0..<40 {
                step(&summary, &facts, &generator)
                #expect(summary == rebuilt(facts.values))
            }
        }
    }

    @Test("does not depend on the order of arrival", arguments: 0..<200)
    func isCommutative(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(80, &generator)
        #expect(rebuilt(facts.values.shuffled(using: &generator.random)) == rebuilt(facts.values))
    }

    @Test("of two profiles that merge is the summary of the facts of both", arguments: 0..<200)
    func combines(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(90, &generator)
        let (one, other) = (facts.filter { $0.key.id < "3" }, facts.filter { $0.key.id >= "3" })
        #expect(rebuilt(one.values).combined(with: rebuilt(other.values)) == rebuilt(facts.values))
    }

    @Test("comes to nothing when every fact is withdrawn", arguments: 0..<50)
    func comesToNothing(seed: Int) {
        var generator = RecordGenerator(seed: UInt64(seed))
        let facts = facts(60, &generator)
        var summary = rebuilt(facts.values)
        for record in facts.values { summary.remove(record) }
        #expect(summary == ProfileSummary())
    }

    @Test("stays exact when its bounded lists overflow", arguments: RecordKind.allCases)
    func staysExactWhenFull(kind: RecordKind) {
        for seed in 0..<20 {
            var generator = RecordGenerator(seed: UInt64(seed), kinds: [kind])
            var facts: [FactKey: SourceRecord] = [:]
            var summary = ProfileSummary()
            for number in 0..<300 {
                step(&summary, &facts, &generator)
                if number % 10 == 0 { #expect(summary == rebuilt(facts.values)) }
            }
        }
    }

    private func step(
        _ summary: inout ProfileSummary, _ facts: inout [FactKey: SourceRecord], _ generator: inout RecordGenerator
    ) {
        let record = generator.record()
        let earlier = facts[record.key]
        if let earlier { summary.remove(earlier) }
        facts[record.key] = nil
        if earlier == nil || generator.pick(3) > 0 {
            summary.add(record, holding: held.contains)
            facts[record.key] = record
        }
        if let earlier, !summary.isExact(without: earlier) { summary = rebuilt(facts.values) }
    }

    private func facts(_ count: Int, _ generator: inout RecordGenerator) -> [FactKey: SourceRecord] {
        var facts: [FactKey: SourceRecord] = [:]
        for _ in 0..<count {
            let record = generator.record()
            facts[record.key] = record
        }
        return facts
    }

    private func rebuilt(_ records: some Sequence<SourceRecord>) -> ProfileSummary {
        var summary = ProfileSummary()
        for record in records { summary.add(record, holding: held.contains) }
        return summary
    }
}
