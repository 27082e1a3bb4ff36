import Testing

@testable import ProfileCore

@Suite("Customers who could help others")
struct AdvocateTests {
    private static let now = Timestamp.utc(2026, 11, 22, 12)

    private static func state(
        _ number: UInt64 = 1, ratings: [Int] = [5, 4], kept: [String: Int64] = ["Tents": 2_000],
        consents: [Consent] = [granted]
    ) -> ProfileState {
        var sample = ProfileSample()
        sample.customer {
            $0.consents = consents
            ($0.fullName, $0.language) = ("Jane Doe", "en-GB")
        }
        sample.interactions(ratings.enumerated().map { .about("t", .utc(2026, 1, 1 + $0), csat: $1) })
        for (category, amount) in kept {
            sample.summary.purchases.categories.quantities[category] = Quantity(thousandths: amount)
        }
        return ProfileState(id: ProfileID(high: 1, low: number), changedAt: now, summary: sample.summary)
    }

    private static let granted = Consent(purpose: "Advocacy", channel: nil, status: .granted, at: .utc(2026, 3, 1))

    private static func advocate(_ state: ProfileState, _ category: String = "tents") -> Advocate? {
        Advocate(state, category: category, at: now, rules: .standard)
    }

    @Test("Good ratings, something kept and a consent make one, with the reasons")
    func reasons() throws {
        let advocate = try #require(Self.advocate(Self.state()))
        #expect(
            advocate.reasons == [
                "rated 4.5 of 5 on average (2 ratings)", "kept 2 from the category",
                "consent to advocacy is granted since 1 March 2026",
            ])
        #expect(advocate.name == "Jane Doe" && advocate.speaks("en-US") && !advocate.speaks("de"))
    }

    @Test("Without one of them nobody is named, nor is who refused, objects or took a grant back")
    func without() {
        #expect(Self.advocate(Self.state(ratings: [5])) == nil)
        #expect(Self.advocate(Self.state(ratings: [5, 2])) == nil)
        #expect(Self.advocate(Self.state(kept: ["Tents": 0, "Shoes": 1_000])) == nil)
        #expect(Self.advocate(Self.state(kept: ["Shoes": 1_000]), "shoes") != nil)
        let refusals: [[Consent]] = [
            [], [Consent(purpose: "marketing", channel: nil, status: .granted, at: .utc(2026, 3, 1))],
            [Self.granted, Consent(purpose: "advocacy", channel: nil, status: .revoked, at: .utc(2026, 4, 1))],
            [Self.granted, Consent(purpose: "advocacy", channel: "chat", status: .denied, at: .utc(2026, 4, 1))],
            [Self.granted, Consent(purpose: "profiling", channel: nil, status: .denied, at: .utc(2026, 1, 1))],
            [Self.granted, Consent(purpose: "all", channel: nil, status: .denied, at: .utc(2026, 4, 1))],
        ]
        for consents in refusals { #expect(Self.advocate(Self.state(consents: consents)) == nil, "\(consents)") }
    }

    @Test("Twenty of each category are kept, the best, whatever order they come in, and those erased leave")
    func best() {
        let states = (1...60).map { number in
            Self.state(UInt64(number), ratings: [4, number % 2 == 0 ? 5 : 4], kept: ["TENTS": Int64(number) * 1000])
        }
        let learned = { (states: [ProfileState]) in
            var sample = AdvocateSample(at: Self.now, rules: .standard)
            for state in states { sample.add(state) }
            return sample.learned(number: 1)
        }
        let expected = states.compactMap { Self.advocate($0) }.sorted().prefix(20).map(\.profile)
        for order in [states, states.reversed(), states.shuffled()] {
            #expect(learned(order).profiles(of: "tents?") == expected)
        }
        #expect(expected.first == ProfileID(high: 1, low: 60))
        let all = learned(states)
        #expect(all.without([ProfileID(high: 1, low: 1)]) == nil)
        #expect(all.without([expected[0]])?.profiles(of: "tents") == Array(expected.dropFirst()))
        #expect(all.without(Set(expected))?.categories.isEmpty == true)
        #expect(all.profiles(of: "shoes").isEmpty)
    }

    @Test("However many categories there are, those with most advocates are kept")
    func bounded() {
        var sample = AdvocateSample(at: Self.now, rules: .standard)
        for number in 0..<1_000 {
            sample.add(Self.state(UInt64(number), kept: ["c\(number)": 1_000, "tents": 1_000]))
        }
        let learned = sample.learned(number: 1)
        #expect(learned.categories.count == LearnedAdvocates.categoryCapacity)
        #expect(learned.profiles(of: "Tents").count == LearnedAdvocates.perCategory)
    }
}
