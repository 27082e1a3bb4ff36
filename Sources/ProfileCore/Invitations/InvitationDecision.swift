/// The agents and customers of a chat at the moment of asking.
package struct InvitationAsk: Hashable, Sendable {
    package static let most = 1_000_000

    package let freeAgents: Int
    /// Customers who wait for one of them.
    package let waiting: Int
    /// Invitations that are shown and not answered yet: each may take an agent.
    package let pending: Int

    package init(freeAgents: Int, waiting: Int = 0, pending: Int = 0) {
        self.freeAgents = Self.bounded(freeAgents)
        self.waiting = Self.bounded(waiting)
        self.pending = Self.bounded(pending)
    }

    private static func bounded(_ count: Int) -> Int { min(max(count, 0), most) }

    /// Free agents without a customer waiting or invited.
    var spare: Int { freeAgents - waiting - pending }

    /// The least score for an invitation, 0.1 to 100. It rises as spare agents get fewer; nil with none.
    var bar: Double? { spare > 0 ? max(0.1, Rounding.tenths(100 / Double(1 + 2 * spare))) : nil }
}

/// The settings of invitations.
package struct InvitationRules: Hashable, Sendable {
    package static let mostPerDay = 1000
    package static let standard = InvitationRules()

    /// The most invitations of one person on a UTC day. 0 turns invitations off: no arm is drawn.
    package var perDay = 1
    /// Days without an invitation after a declined one.
    package var restDays = 30

    package init() {}
}

/// Whether to invite somebody, and why.
package struct InvitationAnswer: Hashable, Sendable {
    package let invite: Bool
    /// 0 to 100: 20 for a visit of which nothing is known. Nil for somebody who objects to being profiled.
    package let score: Double?
    /// What the score had to reach; nil when no agent is spare.
    package let bar: Double?
    /// What a chat would add, in minor units of the currency; nil where nobody knows what an order is worth.
    package let expectedGain: MinorUnits?
    package let currency: Currency?
    /// The source of the gain; nil without a score.
    package let basis: UpliftBasis?
    /// Nil until an arm was drawn.
    package let arm: InvitationArm?
    /// What counts most, first.
    package let reasons: [String]
}

/// The part of a decision that does not depend on earlier invitations.
package struct InvitationProspect: Sendable {
    /// The score of a visit without any information.
    static let plainScore = 20.0
    /// An open conversation older than this many days counts as over.
    static let openDays = 30

    private let visit: ValuedVisit?
    private let ask: InvitationAsk
    private let score: Double?
    private let gain: Double?
    private let basis: UpliftBasis?
    private let signs: [String]
    /// Why there is no invitation, whatever happened before.
    private let obstacle: String?

    /// Of the customer of a profile, or of somebody of whom nothing is known.
    package init(
        _ customer: (profile: Profile, summary: ProfileSummary)?, _ ask: InvitationAsk,
        _ learned: LearnedInvitations?, _ outlook: LearnedOutlook?, at now: Timestamp
    ) {
        let visit: ValuedVisit? =
            if let customer {
                ValuedVisit(customer.profile, customer.summary, outlook, today: now.day)
            } else {
                ValuedVisit(unknownTo: outlook)
            }
        self.visit = visit
        self.ask = ask
        let uplift = visit.map { learned?.model?.uplift($0.features) ?? VisitRule.uplift($0.features) }
        basis = visit.map { _ in learned?.model == nil ? .rule : .model }
        gain = uplift
        score = uplift.map { Self.score(of: $0 * (visit?.features[.worth] ?? 0)) }
        signs = visit.map { Self.signs(of: $0, customer?.profile) } ?? []
        obstacle = customer.flatMap { Self.obstacle(for: $0.profile, at: now) } ?? Self.obstacle(ask, score)
    }

    /// Whether somebody would be invited whose arm allows it.
    package var isWorthwhile: Bool { obstacle == nil }

    package var features: VisitFeatures { visit?.features ?? VisitFeatures() }

    private static func score(of gain: Double) -> Double {
        let plain = VisitRule.plainUplift * (100 / plainScore - 1)
        return Rounding.tenths(100 * max(0, gain) / (max(0, gain) + plain))
    }

    private static func obstacle(for profile: Profile, at now: Timestamp) -> String? {
        if let objection = profile.outlook.withheld { return objection }
        if let refusal = ContactRefusals(profile.consents).reason(against: "chat") { return refusal }
        let earliest = now.day.advanced(by: -openDays)
        return profile.contact.open.first { $0.at.day >= earliest }.map { open in
            "in conversation: \(open.channel) of \(Wording.date(open.at.day)) is open"
        }
    }

    private static func obstacle(_ ask: InvitationAsk, _ score: Double?) -> String? {
        guard let bar = ask.bar else {
            let agents = Wording.count(ask.freeAgents, "agent") + " free"
            guard ask.freeAgents > 0 else { return "nobody is free" }
            return "\(agents), \(ask.waiting) waiting, \(ask.pending) invited: nobody is spare"
        }
        guard let score, score < bar else { return nil }
        return "score \(Wording.tenths(score)) is below the bar of \(Wording.tenths(bar)) "
            + "with \(Wording.count(ask.spare, "spare agent"))"
    }

    private static func signs(of visit: ValuedVisit, _ profile: Profile?) -> [String] {
        let features = visit.features
        var signs: [String] = []
        if features[.cart] > 0 {
            let worth = visit.currency.flatMap { currency in visit.money(1).map { Wording.money($0, currency) } }
            signs.append("a cart" + (worth.map { " of \($0)" } ?? ""))
        } else if features[.interest] > 0 {
            signs.append("looked at products since yesterday")
        }
        if features[.checkout] > 0 { signs.append("began to check out and did not finish") }
        if features[.friction] > 0 { signs.append("something goes badly in this visit") }
        if features[.orderChance] > 0 {
            signs.append("\(Int((features[.orderChance] * 100).rounded())) % chance of an order in 90 days")
        }
        if profile == nil { signs.append("nobody known") }
        return signs
    }
}

extension InvitationProspect {
    /// Whether to invite somebody, given what was `known` of them, and the assignment to save, if any. `identifier` is
    /// the one that an arm is drawn by, and `draw` gives its bits.
    package func decide(
        given known: PersonAssignments, by identifier: Identifier?, _ rules: InvitationRules, at now: Timestamp,
        earlier: DayPurchases = DayPurchases(), draw: (Identifier) -> UInt64
    ) -> (answer: InvitationAnswer, change: (Identifier, Assignment)?) {
        let first = known.holding(on: now.day)
        if let obstacle { return (answer(false, first?.value.arm, obstacle), nil) }
        if let declined = known.declinedAt, now.day.days(since: declined.day) < rules.restDays {
            return (answer(false, first?.value.arm, "declined on \(Wording.date(declined.day))"), nil)
        }
        guard rules.perDay > 0 else { return (answer(false, first?.value.arm, "invitations are turned off"), nil) }
        guard let identifier = first?.key ?? identifier else {
            return (answer(false, nil, "no identifier tells who is asked about"), nil)
        }
        let held =
            first?.value.current(at: now, features, earlier: earlier)
            ?? Assignment(InvitationArm(drawing: draw(identifier)), at: now, features, earlier: earlier)
        guard held.arm == .invited else {
            let answer = answer(false, .heldOut, "held out, to see what invitations do")
            return (answer, first?.value == held ? nil : (identifier, held))
        }
        let made = known.invitations(on: now.day)
        guard made < rules.perDay else {
            let times = "\(made) of \(rules.perDay)"
            return (answer(false, .invited, "invited today: \(times) a day"), nil)
        }
        return (answer(true, .invited, nil), (identifier, held.invited(at: now)))
    }

    /// The answer for somebody without an identifier.
    package var unnamed: InvitationAnswer { answer(false, nil, obstacle ?? "no identifier tells who is asked about") }

    private func answer(_ invite: Bool, _ arm: InvitationArm?, _ verdict: String?) -> InvitationAnswer {
        let chance = Wording.count(ask.spare, "spare agent")
        let met = ask.bar.map { "reaches the bar of \(Wording.tenths($0)) with \(chance)" }
        return InvitationAnswer(
            invite: invite, score: score, bar: ask.bar, expectedGain: gain.flatMap { visit?.money($0) },
            currency: visit?.currency, basis: basis, arm: arm, reasons: [verdict ?? met].compactMap(\.self) + signs)
    }
}
