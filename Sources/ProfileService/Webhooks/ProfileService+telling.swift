package import ProfileCore
package import ProfileStore

/// From the feed of changes to what waits for each endpoint. The feed is the queue that never overflows: it has one row
/// for each profile, so that what an endpoint does not take keeps waiting there.
extension ProfileService {
    private static let readAtOnce = 500
    /// While as much is due for an endpoint, no more is queued for it.
    private static let mostDue = 5_000
    /// A round through all profiles waits while as much is due: what happens now goes before it.
    private static let mostDueInRound = 1_000

    private enum QueueStep {
        case more(Webhook)
        case done
        /// So much is due that the rest waits in the feed.
        case heldBack

        init(_ moved: Webhook?) {
            self = moved.map(QueueStep.more) ?? .done
        }
    }

    /// Queues what happened, for each of the endpoints, on one node at a time; whether more is left for as soon as some
    /// of it is delivered. `affected` names the sections that parts of a profile show in.
    package func queueDeliveries(
        for webhooks: [Webhook], affected: @escaping @Sendable (ChangedParts) -> [String]
    ) async throws(StoreError) -> Bool {
        // While nothing happens, those that know it cost nothing, however many they are.
        let end = try await store.lastPosition()
        var behind = webhooks.filter { $0.round != nil || $0.position != end || $0.known != end }
        var isLeft = false
        // A step each, so that nobody waits for one that has much to read; then those that are new are looked up.
        for _ in 0..<Self.mostRounds where !behind.isEmpty && !Task.isCancelled {
            var further: [Webhook] = []
            for webhook in behind {
                let step = try await store.whileOthersRest(from: .telling) { () async throws(StoreError) in
                    try await queueNext(webhook, affected)
                }
                switch step {
                case .more(let moved): further.append(moved)
                // One that rests takes nothing of it soon, however often that is looked at.
                case .heldBack: isLeft = isLeft || webhook.pause(at: now()) == 0
                case .done, nil: break
                }
            }
            behind = further
        }
        return isLeft || !behind.isEmpty
    }

    private static let mostRounds = 20

    /// A bounded step.
    private func queueNext(
        _ webhook: Webhook, _ affected: @escaping @Sendable (ChangedParts) -> [String]
    ) async throws(StoreError) -> QueueStep {
        let due = try await store.countDueDeliveries(of: webhook.id, at: now(), limit: Self.mostDue)
        guard due < Self.mostDue else { return .heldBack }
        let place = FeedPlace(position: webhook.position, known: webhook.known)
        let reading = try await feed(after: place, limit: Self.readAtOnce)
        if reading.place == place, try await !store.lastPosition().covers(webhook.position) {
            return QueueStep(try await beginAnew(webhook))
        }
        if reading.place != place {
            let events = reading.news.flatMap(WebhookEvent.events)
            let next = try await queue(events, for: webhook, affected) { webhook in
                (webhook.position, webhook.known) = (reading.place.position, reading.place.known)
            }
            return !reading.isLast || next?.round != nil ? QueueStep(next) : .done
        }
        guard let round = webhook.round else { return .done }
        guard due < Self.mostDueInRound else { return .heldBack }
        return QueueStep(try await goOn(round, webhook, affected))
    }

    /// A step of the round that tells of profiles to which nothing happened.
    private func goOn(
        _ round: Webhook.Round, _ webhook: Webhook, _ affected: @escaping @Sendable (ChangedParts) -> [String]
    ) async throws(StoreError) -> Webhook? {
        let reading = try await feed(
            after: FeedPlace(position: round.position, known: .start), limit: Self.readAtOnce)
        let kind = webhook.settings.filter.introduction
        let events = reading.news.flatMap { item in
            guard let since = round.since else { return WebhookEvent.introductions(item, as: kind) }
            guard item.at >= since else { return [] }
            let introductions = WebhookEvent.introductions(item, as: kind)
            return introductions.isEmpty ? WebhookEvent.events(item) : introductions
        }
        let isOver = reading.isLast || reading.place.position.covers(round.end)
        return try await queue(events, for: webhook, affected) { webhook in
            webhook.round = isOver ? nil : webhook.round
            webhook.round?.position = reading.place.position
        }
    }

    /// The store was set back: what it tells from here on has numbers that the endpoint has passed.
    private func beginAnew(_ webhook: Webhook) async throws(StoreError) -> Webhook? {
        let end = try await store.lastPosition()
        return try await queue([], for: webhook, { _ in [] }) { webhook in
            (webhook.position, webhook.known) = (end, end)
            webhook.round = Webhook.Round(upTo: end, since: nil)
        }
    }

    /// Adds events to what waits and moves the endpoint on, in one transaction; nil when it is not any more where
    /// `webhook` says, because another node moved it or a person changed it.
    private func queue(
        _ events: [WebhookEvent], for webhook: Webhook, _ affected: (ChangedParts) -> [String],
        _ move: @escaping @Sendable (inout Webhook) -> Void
    ) async throws(StoreError) -> Webhook? {
        let moment = now()
        let wanted = events.filter { webhook.settings.filter.accepts($0, affected: affected) }
        let selection = DeliverySelection(profiles: Set(wanted.map(\.queue)))
        let moved = try await store.changeDeliveries(of: webhook.id, selection) { present, deliveries in
            guard present.isPlaced(like: webhook) else { return (.none, nil as Webhook?) }
            var changed = deliveries
            for event in wanted { changed[event.queue, default: WebhookDelivery()].add(event, at: moment) }
            var next = present
            move(&next)
            return (DeliveryChange(webhook: next, changed), next)
        }
        if moved != nil { tellings.noteQueued(wanted.count) }
        return moved ?? nil
    }
}

extension Webhook {
    fileprivate func isPlaced(like other: Webhook) -> Bool {
        (position, known, round, settings.filter) == (other.position, other.known, other.round, other.settings.filter)
            && halt == nil
    }
}

extension WebhookEvent {
    /// What an item of the feed is told as.
    static func events(_ item: FeedItem) -> [WebhookEvent] {
        switch item.news {
        case .changed(let id, let parts):
            var contents: [Content] = [item.isNew ? .created(parts.contents) : .updated(parts.contents)]
            if parts.contains(.problems) { contents.append(.problemRepeated) }
            if parts.contains(.conflicts) { contents.append(.conflictOpened) }
            return contents.map { WebhookEvent($0, of: id, version: item.version, at: item.at) }
        case .merged(let absorbed, let survivor):
            return [WebhookEvent(.merged(absorbed: absorbed), of: survivor, version: nil, at: item.at)]
        case .erased(let id): return [WebhookEvent(.erased, of: id, version: nil, at: item.at)]
        case .event(let id, .unmerged(let absorbed)):
            return [WebhookEvent(.unmerged(absorbed: absorbed), of: id, version: nil, at: item.at)]
        case .event(let id, .tier(let from, let to)):
            return [WebhookEvent(.tierChanged(from: from, to: to), of: id, version: nil, at: item.at)]
        case .event(_, .opened): return []
        }
    }

    /// A profile that is there, as new or changed in everything.
    static func introductions(_ item: FeedItem, as kind: Kind?) -> [WebhookEvent] {
        guard case .changed(let id, _) = item.news, let kind else { return [] }
        let content: Content = kind == .created ? .created(.all) : .updated(.all)
        return [WebhookEvent(content, of: id, version: item.version, at: item.at)]
    }
}
