import Testing

@testable import ProfileCore

@Suite("What invitations do, as assigned")
struct InvitationEffectTests {
    private static let start = Timestamp.utc(2026, 5, 1, 12)

    /// A customer with one order so many days after the assignment; nil for none.
    private static func state(_ number: UInt64, orderAfter days: Int?, cents: MinorUnits = 10_000) -> ProfileState {
        var sample = ProfileSample()
        if let days {
            let placed = start.advanced(bySeconds: Int64(days) * 86_400 + 60)
            let order = OrderRecord(placedAt: placed, status: .delivered, currency: .euro, total: cents)
            sample.summary.purchases.add(.sample(order, id: "1"))
        }
        return ProfileState(
            id: ProfileID(high: number, low: 1), version: 1, changedAt: start, summary: sample.summary)
    }

    private static func visitor(_ number: Int) -> Identifier { Identifier(type: "visitor", value: "\(number)") }

    private static func cases(invited: Int, ordering: Int, heldOut: Int, ordering others: Int) -> InvitationCases {
        var cases = InvitationCases()
        for number in 0..<invited + heldOut {
            let isInvited = number < invited
            let orders = isInvited ? number < ordering : number - invited < others
            cases.add(
                visitor(number), Assignment(isInvited ? .invited : .heldOut, at: start),
                state(UInt64(number), orderAfter: orders ? number % 8 : nil))
        }
        return cases
    }

    private static let later = Day.of(2026, 6, 1)

    @Test("Shares and spend of both arms are compared, and the sentence says what is to be seen")
    func compared() throws {
        let effect = InvitationEffect(
            Self.cases(invited: 1_000, ordering: 200, heldOut: 100, ordering: 10), nil, on: Self.later)
        #expect(effect.invited.people == 1_000 && effect.invited.ordered == 200)
        #expect(effect.heldOut.people == 100 && effect.heldOut.ordered == 10 && effect.running == 0)
        #expect(effect.orders == .ofShares((200, of: 1_000), (10, of: 100)) && effect.orders?.isSeen == true)
        #expect(effect.currency == .euro)
        #expect(abs(effect.invited.spend.mean - 2_000) < 1e-6 && abs(effect.heldOut.spend.mean - 1_000) < 1e-6)
        #expect(effect.spend.map { $0.low > 0 && $0.low < 1_000 && $0.high > 1_000 } ?? false)
        #expect(effect.curve != nil && effect.basis == .rule)
        #expect(effect.verdict.hasPrefix("people who are invited order more often: by +"))
        let none = InvitationEffect(
            Self.cases(invited: 1_000, ordering: 100, heldOut: 100, ordering: 11), nil, on: Self.later)
        #expect(none.verdict.hasPrefix("no effect to be seen: the share of people who order differs by -"))
        let harm = InvitationEffect(
            Self.cases(invited: 1_000, ordering: 10, heldOut: 100, ordering: 40), nil, on: Self.later)
        #expect(harm.verdict.hasPrefix("people who are invited order less often: by -"))
    }

    @Test("Fewer than thirty in an arm tell nothing, be it that all are in the other")
    func few() {
        for (invited, held) in [(0, 0), (500, 29), (0, 500), (500, 0)] {
            let effect = InvitationEffect(
                Self.cases(invited: invited, ordering: invited / 2, heldOut: held, ordering: 0), nil, on: Self.later)
            #expect(effect.orders == nil && effect.spend == nil && effect.curve == nil)
            #expect(effect.verdict.hasPrefix("too few to tell: \(invited) people invited and \(held) held out"))
        }
    }

    @Test("Fewer than ten who ordered in an arm tell no spread: spend is not compared then, and shares are")
    func fewOrders() {
        for (ordering, others) in [(12, 0), (12, 9), (9, 12)] {
            let effect = InvitationEffect(
                Self.cases(invited: 600, ordering: ordering, heldOut: 30, ordering: others), nil, on: Self.later)
            #expect(effect.spend == nil && effect.orders != nil && effect.currency == .euro)
        }
        let enough = InvitationEffect(
            Self.cases(invited: 600, ordering: 12, heldOut: 30, ordering: 10), nil, on: Self.later)
        #expect(enough.spend != nil)
    }

    @Test("Nobody who orders is no spread and no currency; all who do alike are no spread")
    func noSpread() {
        let nobody = InvitationEffect(
            Self.cases(invited: 50, ordering: 0, heldOut: 50, ordering: 0), nil, on: Self.later)
        #expect(nobody.currency == nil && nobody.spend == nil && nobody.orders?.value == 0)
        let all = InvitationEffect(
            Self.cases(invited: 50, ordering: 50, heldOut: 50, ordering: 50), nil, on: Self.later)
        #expect(all.spend == UpliftEstimate(value: 0, low: 0, high: 0) && all.orders?.isSeen == false)
    }

    @Test("Orders count from the assignment to the end of the seventh day, and not what was bought before it")
    func window() {
        func ordered(_ assignment: Assignment, after days: Int) -> Bool {
            InvitationCase(assignment, Self.state(1, orderAfter: days).summary).hasOrdered
        }
        let plain = Assignment(.invited, at: Self.start)
        #expect([-1, 0, 7, 8].map { ordered(plain, after: $0) } == [false, true, true, false])
        let bought = Assignment(
            .invited, at: Self.start, earlier: DayPurchases(orders: 1, nets: [.euro: 10_000]))
        let before = InvitationCase(bought, Self.state(1, orderAfter: 0).summary)
        #expect(!before.hasOrdered && before.purchases.nets[.euro] == 0)
        #expect(plain.at.day.advanced(by: 7) == Day.of(2026, 5, 8))
        let running = InvitationCase(plain)
        #expect(running.isRunning(on: .of(2026, 5, 8)) && !running.isRunning(on: .of(2026, 5, 9)))
    }

    @Test("Chats count from the assignment on")
    func chats() {
        var sample = ProfileSample()
        sample.contacts("chat", [.utc(2026, 5, 1, 11), .utc(2026, 5, 20)])
        let assignment = Assignment(.invited, at: Self.start)
        #expect(!InvitationCase(assignment, sample.summary).chatted)
        sample.contacts("chat", [.utc(2026, 5, 1, 12, 5)])
        #expect(InvitationCase(assignment, sample.summary).chatted)
    }

    @Test("Of several assignments of one person the earliest counts, in whatever order they come")
    func onePerson() {
        let state = Self.state(1, orderAfter: nil)
        let early = Assignment(.heldOut, at: Self.start)
        let late = Assignment(.invited, at: Self.start.advanced(bySeconds: 1))
        for order in [[early, late], [late, early]] {
            var cases = InvitationCases()
            for (number, assignment) in order.enumerated() { cases.add(Self.visitor(number), assignment, state) }
            #expect(cases.all.map(\.arm) == [.heldOut])
        }
    }

    @Test("More people than there is room for are drawn, whole and by lot")
    func drawn() {
        var cases = InvitationCases(capacity: 100)
        for number in 0..<5_000 { cases.add(Self.visitor(number), Assignment(.invited, at: Self.start), nil) }
        #expect((30...100).contains(cases.all.count))
    }

    @Test("Amounts beyond all bounds end nothing")
    func huge() {
        var cases = InvitationCases()
        for number in 0..<100 {
            cases.add(
                Self.visitor(number), Assignment(number % 2 == 0 ? .invited : .heldOut, at: Self.start),
                Self.state(UInt64(number), orderAfter: 1, cents: number % 3 == 0 ? .max : -.max))
        }
        let effect = InvitationEffect(cases, nil, on: Self.later)
        // A credit note is no order.
        #expect(effect.invited.ordered == 17 && effect.heldOut.ordered == 17)
        #expect(abs(effect.invited.spend.mean / (-16.0 / 50 * Double(Int64.max)) - 1) < 1e-9)
        #expect(effect.spend.map { $0.low < $0.value && $0.value < $0.high && $0.high.isFinite } ?? false)
    }
}

@Suite("Learning whom a chat helps from a shop's own outcomes")
struct LearnedInvitationTests {
    /// A chat helps those who ordered before, whom the rule does not tell from others.
    private static func cases(_ count: Int, helping uplift: Double) -> InvitationCases {
        var numbers = SplitMix64(seed: 21)
        var cases = InvitationCases()
        let start = Timestamp.utc(2026, 5, 1, 12)
        for number in 0..<count {
            var features = VisitFeatures()
            features[.orders] = Double.random(in: 0..<1, using: &numbers) < 0.4 ? 3 : 0
            features[.worth] = 1
            let isInvited = Double.random(in: 0..<1, using: &numbers) < 0.7
            let chance = 0.2 + (isInvited && features[.orders] > 0 ? uplift : 0)
            var sample = ProfileSample()
            if Double.random(in: 0..<1, using: &numbers) < chance {
                let order = OrderRecord(placedAt: start, status: .delivered, currency: .euro, total: 1_000)
                sample.summary.purchases.add(.sample(order, id: "1"))
            }
            let state = ProfileState(
                id: ProfileID(high: UInt64(number), low: 1), version: 1, changedAt: start, summary: sample.summary)
            cases.add(
                Identifier(type: "visitor", value: "\(number)"),
                Assignment(isInvited ? .invited : .heldOut, at: start, features), state)
        }
        return cases
    }

    @Test("Models are served once they beat the rule, and tell those apart whom a chat helps")
    func served() throws {
        let learned = LearnedInvitations(number: 1, on: .of(2026, 6, 1), Self.cases(4_000, helping: 0.3))
        let model = try #require(learned.model)
        var (new, former) = (VisitFeatures(), VisitFeatures())
        (new[.worth], former[.worth], former[.orders]) = (1, 1, 3)
        #expect(abs(model.uplift(former) - 0.3) < 0.08 && abs(model.uplift(new)) < 0.08)
        #expect(learned.evaluation.rows[0].area > learned.evaluation.rows[1].area)
        let effect = InvitationEffect(Self.cases(4_000, helping: 0.3), learned, on: .of(2026, 6, 1))
        #expect(effect.basis == .model && effect.curve == learned.evaluation.curve)
    }

    @Test("Where a chat helps nobody, the rule stays")
    func notServed() {
        let learned = LearnedInvitations(number: 1, on: .of(2026, 6, 1), Self.cases(3_000, helping: 0))
        #expect(learned.model == nil && learned.evaluation.served == .rule)
        #expect(!learned.evaluation.reason.isEmpty)
    }
}
