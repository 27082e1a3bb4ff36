package import ProfileCore
package import ProfileStore

/// An entry of the change feed, as a reader gets it.
package enum FeedNews: Hashable, Sendable {
    case changed(ProfileID, ChangedParts)
    case merged(ProfileID, into: ProfileID)
    case erased(ProfileID)
    case event(ProfileID, ProfileEvent)
}

/// A piece of news with what belongs to it.
package struct FeedItem: Hashable, Sendable {
    package let news: FeedNews
    package let at: Timestamp
    /// That of a profile which changed.
    package let version: Int?
    /// Whether it began since the reader last came to the end.
    package let isNew: Bool

    fileprivate init(_ news: FeedNews, _ entry: FeedEntry) {
        self.news = news
        (at, version, isNew) = (entry.at, entry.version, entry.isNew)
    }
}

/// Where a reader of the feed is.
package struct FeedPlace: Hashable, Sendable {
    package let position: FeedPosition
    /// The reader knows all changes up to here: where it last came to the end.
    package let known: FeedPosition

    package static let start = FeedPlace(position: .start, known: .start)

    package init(position: FeedPosition, known: FeedPosition) {
        (self.position, self.known) = (position, known)
    }
}

extension ProfileService {
    package struct FeedReading: Sendable {
        package let news: [FeedItem]
        /// Where the next reading begins.
        package let place: FeedPlace
        package let isLast: Bool

        fileprivate func heard(by hears: (FeedNews) -> Bool) -> FeedReading {
            FeedReading(news: news.filter { hears($0.news) }, place: place, isLast: isLast)
        }
    }

    /// How long events are kept, in milliseconds. Rows of profiles stay.
    package static let eventsKept: Int64 = 7 * Timestamp.millisecondsPerDay

    /// The position after every change that was committed.
    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await store.lastPosition()
    }

    /// What happened after a position.
    package func feed(after place: FeedPlace, limit: Int) async throws(StoreError) -> FeedReading {
        let page = try await store.feed(after: place.position, since: place.known, limit: limit)
        let gone = Set(page.entries.filter { $0.content == .gone }.map { ProfileReference.id($0.profile) })
        let survivors = gone.isEmpty ? [:] : try await store.profiles(gone)
        let news = page.entries.compactMap { entry -> FeedItem? in
            switch entry.content {
            case .changed(let parts): return FeedItem(.changed(entry.profile, parts), entry)
            case .event(let event): return FeedItem(.event(entry.profile, event), entry)
            case .gone:
                guard let survivor = survivors[.id(entry.profile)]?.first?.id else {
                    return FeedItem(.erased(entry.profile), entry)
                }
                // A later page has a profile that came back meanwhile.
                return survivor == entry.profile ? nil : FeedItem(.merged(entry.profile, into: survivor), entry)
            }
        }
        let next = FeedPlace(position: page.position, known: page.isLast ? page.position : place.known)
        return FeedReading(news: news, place: next, isLast: page.isLast)
    }

    /// The same, of what the reader `hears`: as soon as there is any, or once `patience` ends.
    package func feed(
        after place: FeedPlace, limit: Int, patience: Duration, hears: @Sendable (FeedNews) -> Bool
    ) async throws(StoreError) -> FeedReading {
        let end = ContinuousClock.now + patience
        let bell = hub.listen()
        defer { hub.end(bell) }
        var reading = try await feed(after: place, limit: limit).heard(by: hears)
        while reading.news.isEmpty, ContinuousClock.now < end {
            // More pages are read at once, but not for a reader that has left or has to go.
            let signs = await bell.next(until: reading.isLast ? end : .now)
            guard signs.isDisjoint(with: [.stopping, .abandoned]) else { break }
            reading = try await feed(after: reading.place, limit: limit).heard(by: hears)
        }
        return reading
    }

    /// The interactions that an agent opened after a position; nil when there is too much to look through.
    package func opened(by agent: String, after position: FeedPosition) async throws(StoreError) -> [OpenedEvent]? {
        var (position, found): (FeedPosition, [OpenedEvent]) = (position, [])
        for _ in 0..<Self.pagesLookedThrough {
            let page = try await store.feed(after: position, limit: 1000)
            for entry in page.entries {
                guard case .event(.opened(let interaction)) = entry.content, interaction.agent == agent else {
                    continue
                }
                guard found.count < AgentFollower.most else { return nil }
                found.append(OpenedEvent(profile: entry.profile, interaction: interaction))
            }
            if page.isLast { return found }
            position = page.position
        }
        return nil
    }

    private static let pagesLookedThrough = 20

    /// On a store that is this node's alone nobody else tells what happened.
    func tellOpened(by decision: Decision, _ changes: [ProfileChange]) {
        guard hub.hasAgents, !decision.opened.isEmpty, !(store is any ChangeListening) else { return }
        let events = decision.events
        hub.tell(
            changes.flatMap { change in
                (events[change.profile] ?? []).map { NumberedEvent(change.number, profile: change.profile, $0) }
            })
    }

    /// Rings for events of any node, this one included. An event may have a number beyond the page, when its profile
    /// changed once more. It goes out now, since a later page need not have the profile; followers drop repeats.
    func tellEvents(of page: ChangePage, after position: FeedPosition) async throws(StoreError) {
        guard hub.hasAgents, !page.changes.isEmpty else { return }
        let events = try await store.events(of: Set(page.changes.map(\.profile)), after: position)
        hub.tell(events)
    }
}
