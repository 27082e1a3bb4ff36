package import ProfileCore

/// A row that the feed for readers elsewhere is made of.
package struct FeedRow: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// The last change of a profile, which is no more without a version, the one that began it, and of each of
        /// `ChangedParts` the last one, where that is known.
        case profile(version: Int?, begun: ChangeNumber?, [ChangeNumber?])
        /// One of those that happened with a change, by its place among them.
        case event(place: Int, ProfileEvent)
    }

    package let number: ChangeNumber
    package let profile: ProfileID
    package let at: Timestamp
    package let content: Content

    package init(_ number: ChangeNumber, profile: ProfileID, at: Timestamp, _ content: Content) {
        self.number = number
        self.profile = profile
        self.at = at
        self.content = content
    }

    fileprivate var place: Int {
        if case .event(let place, _) = content { place } else { -1 }
    }
}

/// An entry of the change feed.
package struct FeedEntry: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// It reads differently than at the position asked, because of these parts.
        case changed(ChangedParts)
        /// It is no more: absorbed, erased, or left without records.
        case gone
        case event(ProfileEvent)
    }

    package let profile: ProfileID
    package let at: Timestamp
    /// That of a profile which changed.
    package let version: Int?
    /// Whether the profile began after the position asked.
    package let isNew: Bool
    package let content: Content

    package init(profile: ProfileID, at: Timestamp, version: Int? = nil, isNew: Bool = false, _ content: Content) {
        self.profile = profile
        self.at = at
        self.version = version
        self.isNew = isNew
        self.content = content
    }
}

/// What happened after a position: for each profile that changed one entry, however often it did, and the events.
package struct FeedPage: Hashable, Sendable {
    package let entries: [FeedEntry]
    /// Where the next page begins.
    package let position: FeedPosition
    /// Whether there was no more when it was read.
    package let isLast: Bool

    package init(entries: [FeedEntry], position: FeedPosition, isLast: Bool) {
        self.entries = entries
        self.position = position
        self.isLast = isLast
    }

    /// `rows` were read at one moment. Of each stripe they are the first `share` profiles after the position, and the
    /// first events up to the `share`th and all others of the same change.
    package init(_ rows: [FeedRow], after position: FeedPosition, since known: FeedPosition, share: Int) {
        var (kept, isLast): ([FeedRow], Bool) = ([], true)
        for rows in Dictionary(grouping: rows, by: \.number.stripe).values {
            // What comes behind the last row of one kind may be missing among those of the other.
            let ends = [rows.filter { $0.place < 0 }, rows.filter { $0.place >= 0 }].compactMap { rows in
                rows.count >= share ? rows.map(\.number.value).max() : nil
            }
            if !ends.isEmpty { isLast = false }
            kept += ends.min().map { end in rows.filter { $0.number.value <= end } } ?? rows
        }
        let announced = Set(kept.filter(\.isAnnouncement).map(\.number))
        entries = kept.sorted { $0.isBefore($1) }.compactMap { row in
            row.tellsNothing(since: known) && announced.contains(row.number) ? nil : row.entry(since: known)
        }
        self.position = kept.reduce(into: position) { $0.advance(to: $1.number) }
        self.isLast = isLast
    }
}

extension FeedRow {
    /// The values of a profile's numbers ascend, whatever their stripes.
    fileprivate func isBefore(_ other: FeedRow) -> Bool {
        (number.value, number.stripe, place) < (other.number.value, other.number.stripe, other.place)
    }

    fileprivate var isAnnouncement: Bool {
        if case .event(_, .tier) = content { true } else { false }
    }

    /// Whether it is a profile of which the reader knows all that changed. Announcing its tier changed nothing more.
    fileprivate func tellsNothing(since known: FeedPosition) -> Bool {
        guard case .profile(.some, let begun, let numbers) = content else { return false }
        return ([begun] + numbers).allSatisfy { $0.map(known.covers) ?? true } && numbers.contains { $0 != nil }
    }

    fileprivate func entry(since known: FeedPosition) -> FeedEntry {
        switch content {
        case .event(_, let event): FeedEntry(profile: profile, at: at, .event(event))
        case .profile(nil, _, _): FeedEntry(profile: profile, at: at, .gone)
        case .profile(let version, let begun, let numbers):
            FeedEntry(
                profile: profile, at: at, version: version, isNew: begun.map { !known.covers($0) } ?? false,
                .changed(Self.parts(numbers, known)))
        }
    }

    /// A version that did not note the parts may have changed any of them.
    private static func parts(_ numbers: [ChangeNumber?], _ known: FeedPosition) -> ChangedParts {
        var parts: ChangedParts = []
        for (bit, number) in numbers.enumerated() {
            guard let number, !known.covers(number) else { continue }
            parts.insert(ChangedParts(rawValue: 1 << UInt8(bit)))
        }
        return parts.contents.isEmpty ? parts.union(.all) : parts
    }
}

/// What happened to a profile, with the number of the change that it came with.
package struct NumberedEvent: Hashable, Sendable {
    package let number: ChangeNumber
    package let profile: ProfileID
    package let event: ProfileEvent

    package init(_ number: ChangeNumber, profile: ProfileID, _ event: ProfileEvent) {
        self.number = number
        self.profile = profile
        self.event = event
    }
}

/// The change feed of a store, and the tiers that were announced last.
package protocol FeedStore: Sendable {
    /// A page of what happened after `position`, of some `limit` entries. A reader that goes on where it ended misses
    /// nothing. It may hear of a part twice, when the profile changes again before the reader comes to the last page.
    ///
    /// The kinds that changed are counted `since` the reader last came to the end: when a profile changed once more,
    /// the reader has not seen its earlier change, though `position` lies behind it.
    func feed(
        after position: FeedPosition, since known: FeedPosition, limit: Int
    ) async throws(StoreError) -> FeedPage

    /// What happened to any of the profiles after `position`, in order.
    func events(
        of profiles: Set<ProfileID>, after position: FeedPosition
    ) async throws(StoreError) -> [NumberedEvent]

    /// The tiers that were announced last; profiles of which none was are absent.
    func announcedTiers(of profiles: Set<ProfileID>) async throws(StoreError) -> [ProfileID: AnnouncedTier]

    /// Profiles whose announced tiers may have ended by `now`, `limit` at most.
    func endedTiers(at now: Timestamp, limit: Int) async throws(StoreError) -> [ProfileID]

    /// Forgets events from before `moment`.
    func forgetEvents(before moment: Timestamp) async throws(StoreError)
}

extension FeedStore {
    /// The first page for a reader who knows everything up to `position`.
    package func feed(after position: FeedPosition, limit: Int) async throws(StoreError) -> FeedPage {
        try await feed(after: position, since: position, limit: limit)
    }
}
