extension ContactSummary {
    mutating func add(_ interaction: InteractionRecord, key: FactKey, within limits: SummaryLimits) {
        let moment = interaction.occurredAt
        span.add(moment)
        days.change(moment.day.number, by: 1, capacity: limits.contactDays)
        channels.add(interaction.channel, at: moment)
        if interaction.direction == .inbound { changeInbound(interaction, by: 1, within: limits) }
        let digest = InteractionDigest(interaction, key: key)
        recent.add(digest, capacity: Self.recentCapacity)
        if interaction.status == .open { open.add(digest, capacity: Self.openCapacity) }
        csat.add(interaction.csat, at: moment, key: key)
        nps.add(interaction.nps, at: moment, key: key)
        effort.add(interaction.effort, at: moment, key: key)
        if let agent = interaction.agent { add(agent, at: moment) }
    }

    mutating func remove(_ interaction: InteractionRecord, key: FactKey, within limits: SummaryLimits) {
        let moment = interaction.occurredAt
        span.remove(moment)
        days.change(moment.day.number, by: -1, capacity: limits.contactDays)
        channels.remove(interaction.channel, at: moment)
        if interaction.direction == .inbound { changeInbound(interaction, by: -1, within: limits) }
        let digest = InteractionDigest(interaction, key: key)
        recent.remove(digest)
        if interaction.status == .open { open.remove(digest) }
        csat.remove(interaction.csat, at: moment, key: key)
        nps.remove(interaction.nps, at: moment, key: key)
        effort.remove(interaction.effort, at: moment, key: key)
        if let agent = interaction.agent { remove(agent, at: moment) }
    }

    /// What taking `interaction` away left unknown.
    func losses(without interaction: InteractionRecord, within limits: SummaryLimits) -> [SummaryLoss] {
        var losses: [SummaryLoss] = []
        losses.note(.interactions, unless: span.isExact)
        losses.note(.channel(interaction.channel), unless: channels.isExact(interaction.channel))
        losses.note(.recentInteractions, unless: recent.isExact(capacity: Self.recentCapacity))
        losses.note(.openInteractions, unless: open.isExact(capacity: Self.openCapacity))
        losses.note(.contactDays, unless: days.isExact(capacity: limits.contactDays))
        let quarters = inboundMoments[interaction.channel]
        losses.note(
            .quarters(channel: interaction.channel), unless: quarters?.isExact(capacity: limits.quarters) ?? true)
        losses.note(.ratings, unless: csat.isExact && nps.isExact && effort.isExact)
        if let agent = interaction.agent { losses.note(.agent(agent.id), unless: agents[agent.id]?.isExact ?? true) }
        return losses
    }

    func combined(with other: ContactSummary, within limits: SummaryLimits) -> ContactSummary {
        var result = self
        result.inbound += other.inbound
        result.span = span.combined(with: other.span)
        result.days = days.combined(with: other.days, capacity: limits.contactDays)
        result.channels = channels.combined(with: other.channels)
        result.inboundMoments = inboundMoments.combined(with: other.inboundMoments) {
            $0.combined(with: $1, capacity: limits.quarters)
        }
        result.recent = recent.combined(with: other.recent, capacity: Self.recentCapacity)
        result.open = open.combined(with: other.open, capacity: Self.openCapacity)
        result.csat = csat.combined(with: other.csat)
        result.nps = nps.combined(with: other.nps)
        result.effort = effort.combined(with: other.effort)
        result.agents = agents.combined(with: other.agents) { $0.combined(with: $1) }
        return result
    }

    private mutating func changeInbound(
        _ interaction: InteractionRecord, by change: Int32, within limits: SummaryLimits
    ) {
        inbound += Int(change)
        let quarter = Moments.quarter(of: interaction.occurredAt)
        inboundMoments.change(interaction.channel, from: Moments(), removingWhen: \.isEmpty) {
            $0.change(quarter, by: change, capacity: limits.quarters)
        }
    }

    private mutating func add(_ agent: Person, at moment: Timestamp) {
        agents.change(agent.id, from: AgentTally(span: .none, name: nil)) { tally in
            tally.span.add(moment)
            tally.name.add(agent.name, at: moment)
        }
    }

    private mutating func remove(_ agent: Person, at moment: Timestamp) {
        agents.change(agent.id, removingWhen: { $0.span.count == 0 }) { tally in
            tally.span.remove(moment)
            tally.name.remove(agent.name, at: moment)
        }
    }
}

extension InteractionDigest {
    init(_ interaction: InteractionRecord, key: FactKey) {
        self.init(
            source: key.source, id: key.id, at: interaction.occurredAt, channel: interaction.channel,
            direction: interaction.direction, topic: interaction.topic, status: interaction.status,
            agent: interaction.agent, orderID: interaction.orderID)
    }
}

extension RatingTally {
    mutating func add(_ value: Int?, at moment: Timestamp, key: FactKey) {
        guard let value else { return }
        sum += value
        recent.add(
            RatingEntry(source: key.source, id: key.id, at: moment, value: value),
            capacity: ContactSummary.ratingCapacity)
    }

    mutating func remove(_ value: Int?, at moment: Timestamp, key: FactKey) {
        guard let value else { return }
        sum -= value
        recent.remove(RatingEntry(source: key.source, id: key.id, at: moment, value: value))
    }

    var isExact: Bool { recent.isExact(capacity: ContactSummary.ratingCapacity) }

    func combined(with other: RatingTally) -> RatingTally {
        RatingTally(
            sum: sum + other.sum,
            recent: recent.combined(with: other.recent, capacity: ContactSummary.ratingCapacity))
    }
}

extension AgentTally {
    var isExact: Bool { span.isExact && (name?.isExact ?? true) }

    func combined(with other: AgentTally) -> AgentTally {
        AgentTally(span: span.combined(with: other.span), name: name.combined(with: other.name))
    }
}
