/// What a summary lost with a fact, looked up among the facts that are left: the latest before the one that went, the
/// next of a list, the first after one that was the first. To fold all of them would keep others waiting.
///
/// Facts are looked at in the order of the timeline: newest first from `start` on, then oldest first.
package struct Recovery: Sendable {
    /// After so many facts without a find, the profile is folded.
    package static let greatestWalk = 2_000
    /// The same, oldest first.
    package static let greatestWalkFromOldest = 500

    private(set) var summary: ProfileSummary
    private var lost: Set<SummaryLoss> = []
    /// Those that also concern a name, which several facts of one moment may give.
    private var named: Set<SummaryLoss> = []
    /// Those of which the first is lost.
    private var lostFirsts: Set<SummaryLoss> = []
    /// When an identifier was seen last, or first, among the facts read so far.
    private var sightings: [SummaryLoss: Timestamp] = [:]
    private var lastSeen = Timestamp(milliseconds: .max)
    /// Of the promises read so far: the next one due may be any of them.
    private var promises = PromiseSummary()
    private let limits: SummaryLimits
    private let rules: IdentityRules
    private let now: Timestamp
    /// The sources of which it must be known when they first and last stated something.
    package private(set) var sources: Set<String> = []
    /// Whatever was lost, apart from the first of something, happened then or before.
    package private(set) var start = Timestamp(milliseconds: .min)

    /// Nil when only folding tells what is lost.
    init?(
        of summary: ProfileSummary, _ losses: Set<SummaryLoss>, within limits: SummaryLimits,
        by rules: IdentityRules = .standard, at now: Timestamp
    ) {
        (self.summary, self.limits, self.rules, self.now) = (summary, limits, rules, now)
        for loss in losses where !summary.knows(loss, within: limits) {
            if case .source(let source) = loss {
                sources.insert(source)
                continue
            }
            let (bound, lacksFirst) = (summary.bound(of: loss), summary.seen(of: loss)?.lacksFirst ?? false)
            guard lacksFirst || bound != nil else { return nil }
            if lacksFirst { lostFirsts.insert(loss) }
            if lacksFirst, case .identifier(_, let source) = loss { sources.insert(source) }
            guard let bound else { continue }
            lost.insert(loss)
            start = max(start, bound)
        }
        named = lost
    }

    /// Whether there is anything to look up.
    var isNeeded: Bool { !lost.isEmpty || !lostFirsts.isEmpty || !sources.isEmpty }

    /// Whether facts have to be looked at, newest first.
    package var walks: Bool { !lost.isEmpty }

    /// The facts to look at, newest first: those of the kinds, and those of the source. Others tell nothing of it. What
    /// was found stays one of them, since facts of its moment may give it another name.
    package var walked: (kinds: Set<RecordKind>, source: String?) {
        let stating = Set(
            named.compactMap { loss in
                if case .identifier(_, let source) = loss { source } else { nil }
            })
        guard stating.count < 2 else { return (Set(RecordKind.allCases), nil) }
        return (Set(named.compactMap(\.kind)), stating.first)
    }

    /// Whether facts have to be looked at, oldest first.
    package var walksFromOldest: Bool { !lostFirsts.isEmpty }

    /// Takes in when a source first and last stated something.
    package mutating func add(_ source: String, first: Timestamp, last: Timestamp) {
        guard let count = summary.sources[source]?.count else { return }
        summary.sources[source] = SeenRange(count: count, first: first, last: last)
        sources.remove(source)
    }

    /// Takes in the next record, newest first. Returns false, without looking at it, once all is known.
    package mutating func add(_ record: SourceRecord) -> Bool {
        endSightings(before: record.happenedAt)
        guard !lost.isEmpty || record.happenedAt == lastSeen else { return false }
        lastSeen = record.happenedAt
        for loss in lost where isSighting(record, of: loss) {
            sightings[loss] = max(sightings[loss] ?? record.seenAt, record.seenAt)
        }
        if record.happenedAt <= now {
            switch record.body {
            case .customer, .product, .notice, .agent: break
            case .order(let order): summary.purchases.recover(CountedOrder(order, key: record.key), named)
            case .interaction(let interaction): summary.contact.recover(interaction, record.key, named)
            case .activity(let activity):
                summary.recover(CountedActivity(record: activity, key: record.key, limits: limits))
            case .promise(let promise):
                summary.promises?.recover(promise, named)
                promises.add(CountedPromise(record: promise, key: record.key))
            }
        }
        lost = lost.filter { summary.bound(of: $0) != nil && !summary.knows($0, within: limits) }
        return true
    }

    /// Ends the walk; `isAll` when no facts are left.
    package mutating func endWalk(afterAll isAll: Bool) {
        if isAll {
            endSightings(before: Timestamp(milliseconds: .min))
            summary.forgetNames(named)
            if lost.contains(where: \.isListOfPromises) {
                summary.promises?.open = promises.open
                summary.promises?.broken = promises.broken
            }
            lost = lost.filter { summary.bound(of: $0) != nil && !summary.knows($0, within: limits) }
        }
        sightings = [:]
    }

    /// Takes in the next record, oldest first. Returns false, without looking at it, once all is known.
    package mutating func add(fromOldest record: SourceRecord) -> Bool {
        endFirstSightings(after: record.happenedAt)
        guard !lostFirsts.isEmpty else { return false }
        for loss in lostFirsts {
            if isSighting(record, of: loss) {
                sightings[loss] = min(sightings[loss] ?? record.seenAt, record.seenAt)
            } else if record.happenedAt <= now, loss.counts(record) {
                summary.recover(first: record.happenedAt, of: loss)
                lostFirsts.remove(loss)
            }
        }
        return true
    }

    package mutating func endWalkFromOldest(afterAll isAll: Bool) {
        guard isAll else { return }
        for (loss, sighting) in sightings {
            summary.recover(first: sighting, of: loss)
            lostFirsts.remove(loss)
        }
    }

    /// What comes of it; nil when something was not found.
    package var result: ProfileSummary? { isNeeded ? nil : summary }

    /// Whether the loss is about an identifier that the record states.
    private func isSighting(_ record: SourceRecord, of loss: SummaryLoss) -> Bool {
        guard case .identifier(let identifier, let source) = loss else { return false }
        return source == record.key.source && record.identifiers.contains(identifier)
            && rules.mayState(identifier, record)
    }

    /// An identifier is seen when its fact happened or before.
    private mutating func endSightings(before moment: Timestamp) {
        for (loss, sighting) in sightings where moment <= sighting {
            guard case .identifier(let identifier, let source) = loss else { continue }
            summary.identifiers[identifier]?.sources[source]?.recoverLast(sighting)
            sightings[loss] = nil
            lost.remove(loss)
        }
    }

    /// A later fact may have been stated before it happened, though not before the source stated anything.
    private mutating func endFirstSightings(after moment: Timestamp) {
        for (loss, sighting) in sightings where moment >= sighting {
            guard case .identifier(_, let source) = loss, let first = summary.sources[source]?.first,
                first >= sighting
            else { continue }
            summary.recover(first: sighting, of: loss)
            sightings[loss] = nil
            lostFirsts.remove(loss)
        }
    }
}

extension SummaryLoss {
    /// The kind of the facts that tell it; nil where facts of any kind may, or nobody looks.
    fileprivate var kind: RecordKind? {
        switch self {
        case .source, .identifier, .upcoming: nil
        case .interactions, .channel, .agent, .contactDays, .quarters, .contactPart: .interaction
        case .orders, .returns, .product, .orderDays, .purchasePart: .order
        case .views, .wishes, .cart, .activeMinutes, .journeyPart: .activity
        case .promiseAgent, .promisePart: .promise
        }
    }

    fileprivate var isListOfPromises: Bool { if case .promisePart = self { true } else { false } }

    /// Whether the record is one of those of which the first and the last were lost.
    fileprivate func counts(_ record: SourceRecord) -> Bool {
        switch (self, record.body) {
        case (.interactions, .interaction): true
        case (.channel(let channel), .interaction(let interaction)): interaction.channel == channel
        case (.agent(let id), .interaction(let interaction)): interaction.agent?.id == id
        case (.orders, .order(let order)): order.status != .cancelled && !order.isCreditNote
        case (.returns, .order(let order)): order.status != .cancelled && order.isCreditNote
        case (.product(let sku), .order(let order)):
            order.status != .cancelled && order.movingLines.products[sku].map { $0.quantity > .zero } ?? false
        default: false
        }
    }
}

extension ProfileSummary {
    fileprivate func knows(_ loss: SummaryLoss, within limits: SummaryLimits) -> Bool {
        switch loss {
        case .source(let source): sources.isExact(source)
        case .identifier(let identifier, let source): identifiers[identifier]?.sources.isExact(source) ?? true
        case .interactions, .channel, .orders, .returns: seen(of: loss).isExact
        case .agent(let id): contact.agents.tallies[id]?.isExact ?? true
        case .contactPart(let field): contact.examine(part: field).isExact
        case .contactDays: contact.traffic.days.isExact(capacity: limits.contactDays)
        case .quarters(let channel):
            contact.channels.inboundMoments[channel]?.isExact(capacity: limits.quarters) ?? true
        case .product(let sku): purchases.products.tallies[sku]?.isExact ?? true
        case .orderDays(let currency):
            purchases.currencies.tallies[currency]?.isExact(days: limits.orderDays) ?? true
        case .purchasePart(let field): purchases.examine(part: field).isExact
        case .views: views.isExact(capacity: Self.viewCapacity)
        case .wishes: wishes.isExact(capacity: Self.wishCapacity)
        case .cart: cart.isExact(capacity: Self.cartCapacity)
        case .promisePart(let field): promises?.examine(part: field).isExact ?? true
        case .promiseAgent(let id): promises?.tallies.agents[id]?.isExact ?? true
        case .activeMinutes: journey?.minutes.counts.isExact(capacity: limits.activeMinutes) ?? true
        case .journeyPart(let field): journey?.examine(part: field).isExact ?? true
        case .upcoming: upcoming.isExact
        }
    }

    /// When what was lost happened at the latest; nil when looking for it is of no use.
    fileprivate func bound(of loss: SummaryLoss) -> Timestamp? {
        switch loss {
        case .source, .contactDays, .quarters, .orderDays, .activeMinutes, .upcoming: nil
        // Promises are listed by when they are due, which tells nothing of when they were made: all are looked at.
        case .promisePart: countedPromises > Recovery.greatestWalk ? nil : Timestamp(milliseconds: .max)
        case .identifier: seen(of: loss)?.lastBound.map { _ in Timestamp(milliseconds: .max) }
        case .interactions, .channel, .orders, .returns: seen(of: loss)?.lastBound
        case .agent(let id): contact.agents.tallies[id].flatMap { Self.bound(of: $0.seen, $0.name) }
        case .product(let sku): purchases.products.tallies[sku].flatMap { Self.bound(of: $0.seen, $0.name) }
        case .contactPart(let field): contact.examine(part: field).bound
        case .purchasePart(let field): purchases.examine(part: field).bound
        case .views: views.bound
        case .wishes: wishes.bound
        case .cart: cart.bound
        case .promiseAgent(let id): promises?.tallies.agents[id].flatMap { Self.bound(of: nil, $0.name) }
        case .journeyPart(let field): journey?.examine(part: field).bound
        }
    }

    private var countedPromises: Int {
        guard let outcomes = promises?.outcomes, let open = promises?.open.list.total else { return 0 }
        return open + outcomes.kept + outcomes.broken + outcomes.withdrawn
    }

    private static func bound(of seen: SeenRange?, _ name: Latest<String>?) -> Timestamp? {
        let nameBound = name.flatMap { $0.isExact ? nil : $0.at }
        return [seen?.lastBound, nameBound].compactMap(\.self).max()
    }

    /// The first and the last of what was lost, where it has them.
    fileprivate func seen(of loss: SummaryLoss) -> SeenRange? {
        switch loss {
        case .identifier(let identifier, let source): identifiers[identifier]?.sources[source]
        case .interactions: contact.traffic.seen
        case .channel(let channel): contact.channels.seen[channel]
        case .agent(let id): contact.agents.tallies[id]?.seen
        case .orders: purchases.counts.seen
        case .returns: purchases.counts.returns
        case .product(let sku): purchases.products.tallies[sku]?.seen
        default: nil
        }
    }

    fileprivate mutating func recover(first moment: Timestamp, of loss: SummaryLoss) {
        switch loss {
        case .identifier(let identifier, let source):
            identifiers[identifier]?.sources[source]?.recoverFirst(moment)
        case .interactions: contact.traffic.seen?.recoverFirst(moment)
        case .channel(let channel): contact.channels.seen[channel]?.recoverFirst(moment)
        case .agent(let id): contact.agents.tallies[id]?.seen.recoverFirst(moment)
        case .orders: purchases.counts.seen?.recoverFirst(moment)
        case .returns: purchases.counts.returns?.recoverFirst(moment)
        case .product(let sku): purchases.products.tallies[sku]?.seen?.recoverFirst(moment)
        default: break
        }
    }

    fileprivate mutating func recover(_ activity: CountedActivity) {
        journey?.recover(activity)
        guard let signal = ProductSignal(activity.record, key: activity.key) else { return }
        switch signal.kind {
        case .view, .search: views.recover(signal, capacity: Self.viewCapacity)
        case .wish: wishes.recover(signal, capacity: Self.wishCapacity)
        case .cart, .uncart: cart.recover(signal, capacity: Self.cartCapacity)
        }
    }

    /// No fact is left that gives them.
    fileprivate mutating func forgetNames(_ losses: Set<SummaryLoss>) {
        for loss in losses {
            if case .product(let sku) = loss, purchases.products.tallies[sku]?.name?.isExact == false {
                purchases.products.tallies[sku]?.name = nil
            }
            if case .agent(let id) = loss, contact.agents.tallies[id]?.name?.isExact == false {
                contact.agents.tallies[id]?.name = nil
            }
            if case .promiseAgent(let id) = loss, promises?.tallies.agents[id]?.isExact == false {
                promises?.tallies.agents[id]?.name = nil
            }
        }
    }
}

extension ContactSummary {
    fileprivate mutating func recover(_ interaction: InteractionRecord, _ key: FactKey, _ losses: Set<SummaryLoss>) {
        let moment = interaction.occurredAt
        if losses.contains(.interactions) { traffic.seen?.recoverLast(moment) }
        if losses.contains(.channel(interaction.channel)) { channels.seen[interaction.channel]?.recoverLast(moment) }
        let digest = InteractionDigest(interaction, key: key)
        recent.recover(digest)
        if interaction.status == .open { open.recover(digest) }
        ratings.csat.recover(interaction.csat, at: moment, key)
        ratings.nps.recover(interaction.nps, at: moment, key)
        ratings.effort.recover(interaction.effort, at: moment, key)
        if let agent = interaction.agent, losses.contains(.agent(agent.id)) {
            agents.tallies[agent.id]?.seen.recoverLast(moment)
            agents.tallies[agent.id]?.name.recover(agent.name, at: moment)
        }
    }
}

extension PromiseSummary {
    fileprivate mutating func recover(_ promise: PromiseRecord, _ losses: Set<SummaryLoss>) {
        guard let agent = promise.agent, promise.status != .withdrawn, losses.contains(.promiseAgent(agent.id)) else {
            return
        }
        tallies.agents[agent.id]?.name.recover(agent.name, at: promise.promisedAt)
    }
}

extension PurchaseSummary {
    fileprivate mutating func recover(_ order: CountedOrder, _ losses: Set<SummaryLoss>) {
        recent.recover(order.digest)
        if order.record.isUnderway { open.recover(order.digest) }
        guard order.isCounted else { return }
        let moment = order.moment
        if order.isCreditNote { counts.returns?.recoverLast(moment) } else { counts.seen?.recoverLast(moment) }
        let isNamed = order.record.lines.contains { $0.sku.map { losses.contains(.product($0)) } ?? false }
        guard isNamed else { return }
        for entry in order.movingLines.products where losses.contains(.product(entry.key)) {
            if entry.value.quantity > .zero { products.tallies[entry.key]?.seen?.recoverLast(moment) }
            products.tallies[entry.key]?.name.recover(entry.value.name, at: moment)
        }
    }
}

extension RatingTally {
    fileprivate mutating func recover(_ value: Int?, at moment: Timestamp, _ key: FactKey) {
        guard let value else { return }
        recent.recover(
            RatingEntry(source: key.source, id: key.id, at: moment, value: value),
            capacity: ContactRatings.capacity)
    }
}

extension Recent {
    /// What comes next happened then or before.
    var bound: Timestamp { items.last?.at ?? Timestamp(milliseconds: .max) }
}

extension Optional {
    /// Takes in a name: the latest that is left, and of those of one moment the greatest.
    fileprivate mutating func recover<Value>(_ value: Value?, at moment: Timestamp) where Wrapped == Latest<Value> {
        guard let value, let known = self else { return }
        if known.isExact { add(value, at: moment) } else { self = Latest(at: moment, value: value) }
    }
}
