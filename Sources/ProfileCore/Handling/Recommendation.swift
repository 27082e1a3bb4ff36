/// Whom a matter should go to, by which channel, and why in words.
package struct Recommendation: Hashable, Sendable {
    /// Nil when nobody can take it.
    package let agent: String?
    package let agentName: String?
    /// Nil when no channel is preferable.
    package let channel: String?
    package let why: String

    /// Prefers an agent whom the customer trusts, unless the intervals prove the best one better. The next choice is
    /// the agent with the highest lower end of the interval. Where all have too few contacts, an agent with the skill
    /// comes first, then one who knows the customer.
    init(
        _ request: HandlingRequest, _ topic: String?, _ customer: HandlingCustomer?, _ whole: SolvedCount?,
        _ able: [HandlingAdvice.Candidate], unable: Int, _ channels: [HandlingAdvice.Channel]
    ) {
        let isAnyoneKnown = unable > 0 || request.free != nil
        let choice = AgentChoice(topic, customer, whole, able, isAnyoneKnown: isAnyoneKnown)
        let way = ChannelChoice(request, topic, customer, choice.agent?.record, channels)
        agent = choice.agent?.id
        agentName = choice.agent?.name
        channel = way.channel
        why = [choice.why, way.why].compactMap(\.self).joined(separator: "; ")
    }

    init(nobody why: String) {
        (agent, agentName, channel, self.why) = (nil, nil, nil, why)
    }
}

private struct AgentChoice {
    let agent: HandlingAdvice.Candidate?
    let why: String

    init(
        _ topic: String?, _ customer: HandlingCustomer?, _ whole: SolvedCount?, _ able: [HandlingAdvice.Candidate],
        isAnyoneKnown: Bool
    ) {
        let best = able.first { $0.count.isEnough }
        let about = topic.map { " about \($0)" } ?? ""
        if able.isEmpty {
            let reason = isAnyoneKnown ? "can take it" : "solved such a matter, has the skill or knows the customer"
            (agent, why) = (nil, "nobody is known who \(reason)")
        } else if let trusted = Self.trusted(customer, able, best) {
            (agent, why) = (trusted.candidate, trusted.known.words + Self.comparison(trusted.candidate, best, about))
        } else if let best {
            let rivals = able.contains { $0.id != best.id && $0.count.isEnough && !$0.count.isWorse(than: best.count) }
            let doubt = rivals ? ", though others may do as well: intervals overlap" : ""
            let interval = "95 % interval \(best.count.intervalWords)"
            (agent, why) = (best, "solved \(best.count.words) contacts\(about) at once (\(interval))\(doubt)")
        } else {
            let few = "fewer than \(SolvedCount.fewestContacts) contacts\(about) with anyone who can take it"
            let mean = whole.flatMap { $0.isEnough ? ": all together solved \($0.words) at once" : nil } ?? ""
            let pick = Self.pick(customer, able)
            (agent, why) = (pick.agent, "\(few)\(mean); \(pick.why)")
        }
    }

    private static func trusted(
        _ customer: HandlingCustomer?, _ able: [HandlingAdvice.Candidate], _ best: HandlingAdvice.Candidate?
    ) -> (candidate: HandlingAdvice.Candidate, known: KnownAgent)? {
        guard let customer, customer.objection == nil else { return nil }
        for known in customer.known where known.isTrusted(on: customer.today) {
            guard let candidate = able.first(where: { $0.id == known.id }) else { continue }
            let isWorse = best.map { candidate.count.isEnough && candidate.count.isWorse(than: $0.count) } ?? false
            if !isWorse { return (candidate, known) }
        }
        return nil
    }

    private static func comparison(
        _ trusted: HandlingAdvice.Candidate, _ best: HandlingAdvice.Candidate?, _ about: String
    ) -> String {
        guard trusted.count.isEnough else { return "; too few contacts\(about) to say how often they solve it" }
        let solved = "; solved \(trusted.count.words) contacts\(about) at once"
        return best?.id == trusted.id ? solved : solved + ", not certainly less than the best"
    }

    private static func pick(
        _ customer: HandlingCustomer?, _ able: [HandlingAdvice.Candidate]
    ) -> (agent: HandlingAdvice.Candidate?, why: String) {
        if let skilled = able.first(where: \.hasSkill) { return (skilled, "has the skill") }
        if let customer, customer.objection == nil {
            for known in customer.known where known.contacts > 0 {
                if let candidate = able.first(where: { $0.id == known.id }) { return (candidate, known.words) }
            }
        }
        let first = able.first
        let isKnown = first?.isKnown ?? false
        return (first, isKnown ? "nothing tells those who can take it apart" : "nothing is known of who is free")
    }
}

private struct ChannelChoice {
    let channel: String?
    let why: String?

    init(
        _ request: HandlingRequest, _ topic: String?, _ customer: HandlingCustomer?, _ agent: Agent?,
        _ channels: [HandlingAdvice.Channel]
    ) {
        let isOpen = { (name: String) in
            (agent?.serves(name) ?? true) && !(customer?.refusals.refuse(name) ?? false)
        }
        let known = channels.filter { $0.count.isEnough && isOpen($0.name) }
        let differ = known.first.map { best in known.contains { $0.count.isWorse(than: best.count) } } ?? false
        let overlap =
            known.count > 1 && !differ ? ": channels do not differ enough to tell, their intervals overlap" : ""
        if let channel = request.channel {
            (self.channel, why) = (channel, nil)
        } else if let preferred = customer?.preferred?.channel, isOpen(preferred),
            !Self.isWorse(preferred, among: known)
        {
            (channel, why) = (preferred, "by \(preferred), which the customer prefers\(overlap)")
        } else if let best = known.first {
            let about = topic.map { " about \($0)" } ?? ""
            let solved = "by \(best.name), which solved \(best.count.words) contacts\(about) at once"
            (channel, why) = (best.name, solved + overlap)
        } else {
            (channel, why) = (nil, nil)
        }
    }

    private static func isWorse(_ name: String, among known: [HandlingAdvice.Channel]) -> Bool {
        guard let best = known.first, let own = known.first(where: { $0.name == name }) else { return false }
        return own.count.isWorse(than: best.count)
    }
}

extension KnownAgent {
    /// `knows the customer: 6 contacts, the last on 21 November 2026, rated 4.5 of 5 (2 ratings)`.
    fileprivate var words: String {
        let last = lastAt.map { ", the last on \(Wording.date($0.day))" } ?? ""
        let rated = averageRating.map {
            ", rated \(Wording.tenths($0)) of 5 (\(Wording.count(ratings, "rating")))"
        }
        return "\(isOwner ? "looks after" : "knows") the customer: \(Wording.count(contacts, "contact"))\(last)"
            + (rated ?? "")
    }
}
