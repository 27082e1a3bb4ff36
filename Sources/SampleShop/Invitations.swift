import ProfileCore

/// Invitations to a chat in the web shop: who got one, who was held out, and what came of it within a week.
struct Invitations {
    let clock: ShopClock
    let seed: UInt64

    /// What somebody ordered in the days after, and the chat of those who took the invitation.
    func records(of shopper: Shopper) -> [ShopRecord] {
        guard let drawn = draw(shopper) else { return [] }
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.invitations)
        let isInvited = drawn.assignment.arm == .invited
        let chats = isInvited && die.chance(drawn.hasCart ? 60 : 30)
        let orders = die.chance((drawn.hasCart ? 22 : 8) + (chats ? 30 : 0))
        let daysAgo = max(1, drawn.daysAgo - die.roll(1...6))
        let order = orders ? orderSystem.order(afterInvitationOf: shopper, daysAgo: daysAgo, &die) : nil
        return (chats ? [chat(with: shopper, after: drawn.assignment.at, &die)].compactMap(\.self) : [])
            + (order?.statements ?? [])
    }

    /// The arm of somebody, with the identifier that it was drawn by.
    func assignment(of shopper: Shopper) -> (identifier: Identifier, assignment: Assignment)? {
        draw(shopper).map { ($0.identifier, $0.assignment) }
    }

    private var orderSystem: OrderSystem { OrderSystem(clock: clock, seed: seed) }

    private struct Drawn {
        let identifier: Identifier
        let assignment: Assignment
        let daysAgo: Int
        let hasCart: Bool
    }

    /// Nil for somebody who was never asked about, or whom no customer number tells.
    private func draw(_ shopper: Shopper) -> Drawn? {
        let known = shopper.erpID.map { Identifier(type: "erp", value: $0) }
        guard let identifier = known ?? shopper.crmID.map({ Identifier(type: "crm", value: $0) }) else { return nil }
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.arms)
        guard die.chance(70) else { return nil }
        let daysAgo = min(shopper.customerSince, die.roll(3...90))
        let at = clock.moment(daysAgo: daysAgo, second: shopper.habit.second(&die), in: shopper.country)
        let (hasCart, isInterested) = (die.chance(30), die.chance(60))
        var features = VisitFeatures()
        features[.cart] = hasCart ? 1 : 0
        features[.interest] = hasCart || isInterested ? 1 : 0
        features[.worth] = 1
        let arm: InvitationArm = die.roll(1...Int(InvitationArm.heldOutOneIn)) == 1 ? .heldOut : .invited
        let isInvited = arm == .invited
        let assignment = Assignment(
            arm, at: at, features, invitedAt: isInvited ? at : nil, invitationsOfDay: isInvited ? 1 : 0)
        return Drawn(
            identifier: identifier, assignment: assignment, daysAgo: clock.daysAgo(at), hasCart: hasCart)
    }

    private func chat(with shopper: Shopper, after moment: Timestamp, _ die: inout Die) -> ShopRecord? {
        let ticket = Ticket(
            at: clock.later(than: moment, bySeconds: die.roll(20...120)), topic: die.pick(Topic.idle), orderID: nil,
            isOpen: false, isAngry: false, channel: "chat")
        return Helpdesk(clock: clock, seed: seed).record("i-\(shopper.index)", ticket, shopper, &die)
    }
}
