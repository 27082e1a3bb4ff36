import Testing

@testable import ProfileCore

@Suite("Whether to invite somebody to a chat")
struct InvitationDecisionTests {
    private static let now = Timestamp.utc(2026, 6, 30, 12)
    private static let visitor = Identifier(type: "visitor", value: "4f9a")

    private func prospect(
        _ sample: ProfileSample? = nil, _ ask: InvitationAsk = InvitationAsk(freeAgents: 5),
        _ learned: LearnedInvitations? = nil
    ) -> InvitationProspect {
        let customer = sample.map { (profile: $0.profile(at: Self.now), summary: $0.summary) }
        return InvitationProspect(customer, ask, learned, nil, at: Self.now)
    }

    private func decide(
        _ prospect: InvitationProspect, _ known: [Identifier: Assignment] = [:], drawing bits: UInt64 = .max,
        by identifier: Identifier? = visitor, _ rules: InvitationRules = .standard, at now: Timestamp = now
    ) -> (answer: InvitationAnswer, change: (Identifier, Assignment)?) {
        prospect.decide(given: PersonAssignments(known), by: identifier, rules, at: now) { _ in bits }
    }

    private static func withCart(_ cents: Int64, at: Timestamp = now.advanced(bySeconds: -600)) -> ProfileSample {
        var sample = ProfileSample()
        sample.signals([.sign(.cart, "tent", at: at, cents: cents)])
        return sample
    }

    // MARK: Score and bar

    @Test("A visit of which nothing is known has the score 20, and the bar rises as agents get fewer")
    func bar() {
        let free = [100, 10, 3, 2, 1].map { decide(prospect(nil, InvitationAsk(freeAgents: $0))).answer }
        #expect(free.map(\.score) == [20, 20, 20, 20, 20])
        #expect(free.map(\.bar) == [0.5, 4.8, 14.3, 20, 33.3])
        #expect(free.map(\.invite) == [true, true, true, true, false])
        #expect(free[4].reasons.first == "score 20.0 is below the bar of 33.3 with 1 spare agent")
        let waiting = decide(prospect(nil, InvitationAsk(freeAgents: 3, waiting: 1, pending: 1))).answer
        #expect(waiting.bar == 33.3 && !waiting.invite)
    }

    @Test(
        "With nobody spare nobody is invited, whatever the gain",
        arguments: [
            InvitationAsk(freeAgents: 0), .init(freeAgents: 2, waiting: 2), .init(freeAgents: 1, pending: 1),
            .init(freeAgents: -5), .init(freeAgents: .max, waiting: .max, pending: .max),
        ])
    func nobodySpare(_ ask: InvitationAsk) {
        let found = decide(prospect(Self.withCart(1_000_000), ask))
        #expect(!found.answer.invite && found.answer.bar == nil && found.change == nil)
        #expect(found.answer.reasons.first?.hasSuffix(ask == InvitationAsk(freeAgents: 0) ? "free" : "spare") == true)
    }

    @Test("The gain is the rule's chance and change times the cart; a stale cart is none")
    func gain() {
        let fresh = decide(prospect(Self.withCart(20_000))).answer
        #expect(fresh.expectedGain == 1_500 && fresh.currency == .euro && fresh.basis == .rule)
        #expect(fresh.reasons.contains("a cart of 200.00 EUR") && fresh.invite)
        let stale = decide(prospect(Self.withCart(20_000, at: .utc(2026, 6, 20)))).answer
        #expect(stale.score == 20 && stale.expectedGain == nil)
        let huge = decide(prospect(Self.withCart(10_000_000_000_000))).answer
        #expect(huge.invite && huge.expectedGain ?? -1 > 0 && huge.score.map { $0 <= 100 } ?? false)
        let slip = decide(prospect(Self.withCart(.max / UnitPrice.partsPerMinorUnit / 2))).answer
        #expect(slip.invite && slip.expectedGain == nil && slip.reasons.contains("a cart"))
    }

    // MARK: Who is not to be invited

    @Test("Who objects to profiling gets neither score nor gain")
    func objection() {
        var sample = Self.withCart(20_000)
        sample.customer { $0.consents = [Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)] }
        let found = decide(prospect(sample))
        #expect(!found.answer.invite && found.answer.score == nil && found.answer.expectedGain == nil)
        #expect(found.answer.basis == nil && found.change == nil)
        #expect(found.answer.reasons == ["consent to profiling is denied"])
    }

    @Test(
        "Who refuses contact is not invited",
        arguments: [("contact", nil), ("all", "chat"), ("service", "Chat")] as [(String, String?)])
    func refusal(_ purpose: String, _ channel: String?) {
        var sample = Self.withCart(20_000)
        sample.customer { $0.consents = [Consent(purpose: purpose, channel: channel, status: .denied, at: nil)] }
        let found = decide(prospect(sample))
        #expect(!found.answer.invite && found.change == nil)
        #expect(found.answer.reasons.first?.hasPrefix("consent to \(purpose) is denied") == true)
    }

    @Test("Who is in a conversation is not invited, unless it was left open long ago")
    func conversation() {
        var sample = Self.withCart(20_000)
        let open = InteractionDigest.contact("1", at: .utc(2026, 6, 29), topic: "delivery")
        sample.summary.contact.open.list = .holding([open])
        #expect(decide(prospect(sample)).answer.reasons.first == "in conversation: chat of 29 June 2026 is open")
        sample.summary.contact.open.list = .holding([.contact("1", at: .utc(2026, 4, 1), topic: "delivery")])
        #expect(decide(prospect(sample)).answer.invite)
    }

    // MARK: Arms and limits

    @Test("Five in a hundred are held out: the least bits")
    func share() {
        var numbers = SplitMix64(seed: 1)
        let held = (0..<20_000).count { _ in InvitationArm(drawing: numbers.next()) == .heldOut }
        #expect((900...1_100).contains(held))
        #expect(InvitationArm(drawing: 0) == .heldOut && InvitationArm(drawing: .max) == .invited)
    }

    @Test("Who is held out stays so; nothing more is saved about them")
    func heldOut() throws {
        let first = decide(prospect(), drawing: 0)
        #expect(!first.answer.invite && first.answer.arm == .heldOut)
        #expect(first.answer.reasons.first == "held out, to see what invitations do")
        let change = try #require(first.change)
        #expect(change.0 == Self.visitor && change.1.arm == .heldOut && change.1.invitedAt == nil)
        let again = decide(prospect(), [change.0: change.1], drawing: .max, at: .utc(2026, 9, 1))
        #expect(!again.answer.invite && again.answer.arm == .heldOut && again.change == nil)
    }

    @Test("An arm is drawn when somebody would be invited, and not before")
    func notBefore() {
        let found = decide(prospect(nil, InvitationAsk(freeAgents: 1)))
        #expect(found.change == nil && found.answer.arm == nil)
    }

    @Test("A day has so many invitations, of whichever of a person's identifiers")
    func limits() throws {
        let first = try #require(decide(prospect()).change)
        #expect(first.1.invitedAt == Self.now && first.1.invitationsOfDay == 1)
        let again = decide(prospect(), [first.0: first.1])
        #expect(!again.answer.invite && again.answer.arm == .invited && again.change == nil)
        #expect(again.answer.reasons.first == "invited today: 1 of 1 a day")
        let tomorrow = decide(prospect(), [first.0: first.1], at: .utc(2026, 7, 1, 1))
        #expect(tomorrow.answer.invite && tomorrow.change?.1.invitationsOfDay == 1)
        #expect(tomorrow.change?.1.at == Self.now, "assigned once")

        var rules = InvitationRules.standard
        rules.perDay = 3
        let other = Identifier(type: "visitor", value: "b")
        let also = Assignment(.invited, at: Self.now, invitedAt: Self.now, invitationsOfDay: 1)
        let both = [first.0: first.1, other: also]
        let third = decide(prospect(), both, rules)
        #expect(third.answer.invite && third.change?.1.invitationsOfDay == 2)
    }

    @Test("Invitations that are turned off draw no arm, and fill no hold-out", arguments: [0, .max] as [UInt64])
    func turnedOff(_ bits: UInt64) {
        var rules = InvitationRules.standard
        rules.perDay = 0
        let found = decide(prospect(), drawing: bits, rules)
        #expect(!found.answer.invite && found.change == nil && found.answer.arm == nil)
        #expect(found.answer.reasons.first == "invitations are turned off")
    }

    @Test("An arm that counts no more begins anew, in both arms alike", arguments: InvitationArm.allCases)
    func anew(_ arm: InvitationArm) throws {
        let (old, last) = (Self.now.advanced(bySeconds: -400 * 86_400), Self.now.advanced(bySeconds: -399 * 86_400))
        let known = Assignment(arm, at: old, earlier: DayPurchases(orders: 2, nets: [:]))
        let change = try #require(decide(prospect(), [Self.visitor: known]).change)
        #expect(change.0 == Self.visitor && change.1.arm == arm && change.1.at == Self.now)
        #expect(change.1.earlier == DayPurchases() && change.1.features == prospect().features)
        #expect(!known.isCounted(on: Self.now.day) && change.1.isCounted(on: Self.now.day))
        let counted = decide(prospect(), [Self.visitor: Assignment(arm, at: last)]).change
        #expect(counted.map { $0.1.at == last } ?? (arm == .heldOut))
    }

    @Test("Of two arms that one counts which holds, however lately the older one was invited by")
    func counting() {
        let (old, young) = (Self.visitor, Identifier(type: "v", value: "y"))
        let day = Self.now.day
        let assignments = PersonAssignments([
            old: Assignment(
                .invited, at: day.advanced(by: -Assignment.countedDays - 1).start, invitedAt: Self.now),
            young: Assignment(.heldOut, at: day.advanced(by: -100).start),
        ])
        #expect(assignments.holding(on: day)?.key == young)
        #expect(PersonAssignments(assignments.all.filter { $0.key == old }).holding(on: day)?.key == old)
    }

    @Test("Who declines declines the invitation made last, whichever arm holds")
    func lastInvited() {
        let (held, early, late) = (Identifier(type: "v", value: "h"), Self.visitor, Identifier(type: "v", value: "l"))
        let assignments = PersonAssignments([
            held: Assignment(.heldOut, at: .utc(2026, 1, 1)),
            early: Assignment(.invited, at: .utc(2026, 3, 1), invitedAt: .utc(2026, 5, 1), declinedAt: Self.now),
            late: Assignment(.invited, at: .utc(2026, 2, 1), invitedAt: .utc(2026, 6, 1)),
        ])
        #expect(assignments.holding(on: Self.now.day)?.key == held && assignments.lastInvited?.key == late)
        #expect(PersonAssignments([held: Assignment(.heldOut, at: Self.now)]).lastInvited == nil)
    }

    @Test("Of two that merge, the earlier arm holds, and each takes its own back")
    func merged() {
        let (early, late) = (Identifier(type: "visitor", value: "z"), Identifier(type: "visitor", value: "a"))
        let held = Assignment(.heldOut, at: .utc(2026, 5, 1))
        let invited = Assignment(.invited, at: .utc(2026, 5, 2))
        #expect(decide(prospect(), [early: held, late: invited], by: late).answer.arm == .heldOut)
        #expect(decide(prospect(), [late: invited], by: late).answer.invite)
        #expect(decide(prospect(), [early: held], by: early).answer.arm == .heldOut)
    }

    @Test("After an invitation was declined there is none for a month")
    func declined() {
        let known = [Self.visitor: Assignment(.invited, at: .utc(2026, 6, 1), declinedAt: .utc(2026, 6, 1, 1))]
        let soon = decide(prospect(), known)
        #expect(!soon.answer.invite && soon.answer.reasons.first == "declined on 1 June 2026")
        #expect(decide(prospect(), known, at: .utc(2026, 7, 1)).answer.invite)
    }

    @Test("Whom nothing names gets an answer and no arm")
    func nameless() {
        let found = decide(prospect(), by: nil)
        #expect(!found.answer.invite && found.change == nil && found.answer.score == 20)
        #expect(prospect().unnamed == found.answer)
    }

    @Test("A model that is served tells the gain")
    func byModel() {
        let none = LogisticModel(intercept: 0, weights: VisitFeature.allCases.map { _ in 0 })
        let some = LogisticModel(intercept: 1, weights: none.weights)
        let learned = { (with: LogisticModel, without: LogisticModel) in
            LearnedInvitations(
                number: 1, on: .of(2026, 6, 1), evaluation: UpliftEvaluation(UpliftCases(width: 1)),
                model: UpliftModel(with: with, without: without))
        }
        let helped = decide(prospect(Self.withCart(10_000), InvitationAsk(freeAgents: 5), learned(some, none))).answer
        #expect(helped.basis == .model && helped.expectedGain == 2_311 && helped.invite)
        let harmed = decide(prospect(nil, InvitationAsk(freeAgents: 1_000_000), learned(none, some))).answer
        #expect(harmed.score == 0 && harmed.bar == 0.1 && !harmed.invite)
    }

    // MARK: Stored form

    @Test("An assignment is stored and read, with what a later version wrote beside")
    func stored() throws {
        var features = VisitFeatures()
        features[.worth] = 1.25
        features[.orders] = .nan
        features[.contacts] = .infinity
        features[.vip] = 1e300
        #expect(features[.orders] == 0 && features[.contacts] == 0 && features[.vip] == 1e12)
        let full = Assignment(
            .heldOut, at: Self.now, features, earlier: DayPurchases(orders: 2, nets: [.euro: .min]),
            invitedAt: Self.now, invitationsOfDay: 4, declinedAt: .utc(2027, 1, 1))
        for assignment in [full, Assignment(.invited, at: Self.now)] {
            let bytes = Stored.bytes(of: assignment)
            #expect(try Stored.value(Assignment.self, from: bytes) == assignment)
            let later = bytes + [60, 2, 7, 7]
            #expect(Stored.bytes(of: try Stored.value(Assignment.self, from: later)) == later)
        }
        #expect(throws: DecodingFailure.self) { try Stored.value(Assignment.self, from: [2, 1, 1, 9]) }
    }
}
