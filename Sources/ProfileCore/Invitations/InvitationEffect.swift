/// What invitations do, as assigned: everybody counts in the arm that was drawn for them, whether or not they were
/// invited again, accepted or chatted.
package struct InvitationEffect: Hashable, Sendable {
    package struct Arm: Hashable, Sendable {
        package let people: Int
        package let ordered: Int
        /// Those who began a chat.
        package let chatted: Int
        /// For each of the people, in minor units.
        package let spend: SpreadSample
    }

    /// An arm with fewer people gives no figures: they would be noise, and reveal what single people did.
    package static let fewest = 30
    /// Comparing spend needs so many buyers in each arm: with none, an arm's variance would be zero.
    package static let fewestOrders = 10

    package let invited: Arm
    package let heldOut: Arm
    /// People whose window is still running.
    package let running: Int
    /// That of most orders; nil while there are none.
    package let currency: Currency?
    /// In the share of people who ordered; nil with too few people.
    package let orders: UpliftEstimate?
    /// In minor units for each person; nil with too few people who ordered.
    package let spend: UpliftEstimate?
    /// By the rule, unless the models are served; nil with too few people.
    package let curve: QiniCurve?
    package let basis: UpliftBasis
    /// The conclusion in a sentence.
    package let verdict: String

    package init(_ cases: InvitationCases, _ learned: LearnedInvitations?, on today: Day) {
        let all = cases.all
        let currency = Self.mainCurrency(of: all)
        invited = Arm(all.filter { $0.arm == .invited }, currency)
        heldOut = Arm(all.filter { $0.arm == .heldOut }, currency)
        running = all.count { $0.isRunning(on: today) }
        self.currency = currency
        let isTold = min(invited.people, heldOut.people) >= Self.fewest
        basis = learned?.model == nil ? .rule : .model
        orders =
            isTold
            ? .ofShares((invited.ordered, of: invited.people), (heldOut.ordered, of: heldOut.people)) : nil
        let haveOrdered = min(invited.ordered, heldOut.ordered) >= Self.fewestOrders
        spend = isTold && currency != nil && haveOrdered ? .ofMeans(invited.spend, heldOut.spend) : nil
        let curve = basis == .model ? learned?.evaluation.curve : Self.ruleCurve(all)
        self.curve = isTold ? curve : nil
        verdict = Self.verdict(invited, heldOut, orders)
    }

    private static func ruleCurve(_ all: [InvitationCase]) -> QiniCurve? {
        let cases = UpliftCases(all)
        return cases.curve(Array(0..<cases.count)) { cases.rule[$0] }
    }

    private static func mainCurrency(of all: [InvitationCase]) -> Currency? {
        var counts: [Currency: Int] = [:]
        for person in all where person.hasOrdered {
            for entry in person.purchases.nets { counts[entry.key, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private static func verdict(_ invited: Arm, _ heldOut: Arm, _ orders: UpliftEstimate?) -> String {
        guard let orders else {
            let invited = Wording.count(invited.people, "person", "people")
            return "too few to tell: \(invited) invited and \(heldOut.people) held out; "
                + "\(fewest) of each are needed"
        }
        let interval = "\(points(orders.low)) to \(points(orders.high)) percentage points"
        guard orders.isSeen else { return "no effect to be seen: the share of people who order differs by \(interval)" }
        let more = orders.value > 0 ? "more" : "less"
        return "people who are invited order \(more) often: by \(interval)"
    }

    /// With a sign: `+1.2`.
    private static func points(_ share: Double) -> String {
        (share < 0 ? "-" : "+") + Wording.tenths(abs(share) * 100)
    }
}

extension InvitationEffect.Arm {
    fileprivate init(_ cases: [InvitationCase], _ currency: Currency?) {
        var spend = SpreadSample()
        for person in cases { spend.add(currency.map { Double(person.purchases.nets[$0] ?? 0) } ?? 0) }
        self.init(
            people: cases.count, ordered: cases.count(where: \.hasOrdered), chatted: cases.count(where: \.chatted),
            spend: spend)
    }
}

/// The learned models of whom a chat helps, with their evaluation.
package struct LearnedInvitations: Hashable, Sendable {
    /// Counts how often it was learned, in this store.
    package let number: Int
    package let on: Day
    package let evaluation: UpliftEvaluation
    /// Nil while the rule is served.
    package let model: UpliftModel?

    /// The model that is served learns from everybody; what it is worth was judged by splits.
    package init(number: Int, on day: Day, _ cases: InvitationCases) {
        let cases = UpliftCases(cases.all)
        let evaluation = UpliftEvaluation(cases)
        let model = evaluation.served == .model ? try? UpliftModel.fit(cases, rows: Array(0..<cases.count)) : nil
        self.init(number: number, on: day, evaluation: evaluation, model: model)
    }

    init(number: Int, on day: Day, evaluation: UpliftEvaluation, model: UpliftModel?) {
        self.number = number
        self.evaluation = evaluation
        self.model = model
        on = day
    }
}
