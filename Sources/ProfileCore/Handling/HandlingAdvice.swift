/// Who should take a customer's matter, and by which channel.
package struct HandlingAdvice: Sendable {
    /// An answer shows so many agents who can take it, and so many who cannot.
    package static let shown = 20

    package struct Channel: Hashable, Sendable {
        package let name: String
        package let figure: SolvedFigure
        let count: SolvedCount
    }

    package struct Candidate: Sendable {
        package let id: String
        package let name: String?
        /// Nil where no source states the agent.
        package let record: Agent?
        package let figure: SolvedFigure
        /// Whether a record states them, something was learned of them, or the customer knows them.
        package let isKnown: Bool
        /// Whether the topic is among their skills.
        package let hasSkill: Bool
        /// Why they cannot take it; nil where they can.
        package fileprivate(set) var obstacle: String?
        let count: SolvedCount
    }

    /// As it is compared; nil where none is known.
    package let topic: String?
    package let customer: HandlingCustomer?
    package let learned: LearnedHandling?
    /// Of the topic.
    package let figure: SolvedFigure
    /// Sorted by the lower end of the interval of their own contacts, the best first.
    package let channels: [Channel]
    /// Agents who can take it, sorted the same way.
    package let able: [Candidate]
    package let unable: [Candidate]
    package let recommendation: Recommendation

    package init(
        _ request: HandlingRequest, _ customer: HandlingCustomer?, _ learned: LearnedHandling?, _ agents: AgentRegister
    ) {
        let topic = (request.topic ?? customer?.topic).flatMap(TopicName.folded)
        let known = learned?.topic(topic)
        let figure = { (own: SolvedCount) in SolvedFigure(own, else: known?.all, learned?.overall) }
        let candidates = Self.candidates(request, topic, customer, learned, agents, figure)
        let channels = (known?.channels ?? []).map { Channel(name: $0.name, figure: figure($0.count), count: $0.count) }
        let able = candidates.filter { $0.obstacle == nil }
        let ranked = channels.sorted { $0.count.isRanked(before: $1.count, $0.name < $1.name) }
        (self.topic, self.customer, self.learned) = (topic, customer, learned)
        self.figure = figure(known?.all ?? SolvedCount())
        (self.channels, self.able) = (ranked, able)
        unable = candidates.filter { $0.obstacle != nil }
        recommendation = Recommendation(request, topic, customer, known?.all, able, unable: unable.count, ranked)
    }

    /// Whether something is known of an agent who may take it.
    package func isKnown(_ agent: String) -> Bool { (able + unable).contains { $0.id == agent && $0.isKnown } }

    /// Whether a channel solves certainly less than the best one; nil with too few contacts to tell.
    package var doChannelsDiffer: Bool? {
        let known = channels.map(\.count).filter(\.isEnough)
        guard let best = known.first, known.count > 1 else { return nil }
        return known.contains { $0.isWorse(than: best) }
    }

    // MARK: Candidates

    private static func candidates(
        _ request: HandlingRequest, _ topic: String?, _ customer: HandlingCustomer?, _ learned: LearnedHandling?,
        _ agents: AgentRegister, _ figure: (SolvedCount) -> SolvedFigure
    ) -> [Candidate] {
        let counts = learned?.topic(topic)?.countsByAgent ?? [:]
        let names = Dictionary(
            (customer?.known ?? []).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let skilled = topic.map { agents.having(skill: $0) } ?? []
        let ids = request.free.map(Set.init) ?? skilled.union(counts.keys).union(names.keys)
        var candidates = ids.map { id in
            let (record, count) = (agents[id], counts[id] ?? SolvedCount())
            return Candidate(
                id: id, name: record?.name ?? names[id] ?? nil, record: record, figure: figure(count),
                isKnown: record != nil || names.keys.contains(id) || learned?.counts(agent: id) ?? false,
                hasSkill: skilled.contains(id), count: count)
        }
        candidates.sort { one, other in
            if one.isKnown != other.isKnown { return one.isKnown }
            let isFirst = one.hasSkill == other.hasSkill ? one.id < other.id : one.hasSkill
            return one.count.isRanked(before: other.count, isFirst)
        }
        // A shop that states no agents names ones who are free all the same: whatever they can do, nobody states it.
        let areStated = !agents.isEmpty
        candidates.note { candidate in request.channel.flatMap { candidate.obstacle(channel: $0, areStated) } }
        guard let language = request.language ?? customer?.language else { return candidates }
        var speakers = candidates
        speakers.note { $0.obstacle(language: language, areStated) }
        // A language that nobody asked for is no reason to leave a customer to nobody.
        let someoneSpeaks = speakers.contains { $0.obstacle == nil }
        return someoneSpeaks || request.language != nil ? speakers : candidates
    }
}

extension [HandlingAdvice.Candidate] {
    /// Sets the obstacle of candidates that have none yet.
    fileprivate mutating func note(_ obstacle: (Element) -> String?) {
        for place in indices where self[place].obstacle == nil { self[place].obstacle = obstacle(self[place]) }
    }
}

extension HandlingAdvice.Candidate {
    fileprivate func obstacle(channel: String, _ areStated: Bool) -> String? {
        if let record { return record.serves(channel) ? nil : "does not serve \(channel)" }
        return isKnown || !areStated ? nil : "is not known to serve \(channel)"
    }

    fileprivate func obstacle(language: String, _ areStated: Bool) -> String? {
        if let record { return record.speaks(language) ? nil : "does not speak \(language.primaryLanguage)" }
        return isKnown || !areStated ? nil : "is not known to speak \(language.primaryLanguage)"
    }
}

extension SolvedCount {
    /// Compares the lower ends of the intervals, then the numbers of contacts, so that a few lucky contacts rank behind
    /// many good ones; `otherwise` decides between equals.
    fileprivate func isRanked(before other: SolvedCount, _ otherwise: Bool) -> Bool {
        let (low, otherLow) = (interval.lowerBound, other.interval.lowerBound)
        if low != otherLow { return low > otherLow }
        return contacts == other.contacts ? otherwise : contacts > other.contacts
    }
}
