package import ProfileCore

/// Where a reference leads, when a single profile is asked for.
package enum Reached<Value> {
    case nobody
    /// A weak identifier that several profiles share.
    case several
    case one(Value)

    /// The value of the one profile.
    package var value: Value? {
        if case .one(let value) = self { value } else { nil }
    }

    package func map<Other>(_ turn: (Value) throws(StoreError) -> Other) throws(StoreError) -> Reached<Other> {
        switch self {
        case .nobody: .nobody
        case .several: .several
        case .one(let value): .one(try turn(value))
        }
    }
}

extension Reached: Sendable where Value: Sendable {}

/// Everything that led to one profile, except its facts.
package struct IdentityHistory: Hashable, Sendable {
    /// Ascending by identifier.
    package let links: [Link]
    /// Merges into the profile or any alias of it, undone ones included, oldest first.
    package let merges: [Merge]

    package init(links: [Link], merges: [Merge]) {
        self.links = links
        self.merges = merges
    }
}

/// A profile, what led to it, and a page of its facts ascending by key, all as of one moment.
package struct IdentityPage: Sendable {
    package let profile: ProfileState
    package let history: IdentityHistory
    package let facts: [Fact]

    package init(profile: ProfileState, history: IdentityHistory, facts: [Fact]) {
        self.profile = profile
        self.history = history
        self.facts = facts
    }
}

/// The place after which a timeline page begins: newest first, then by key.
package struct TimelineCursor: Hashable, Sendable {
    package let at: Timestamp
    package let key: FactKey

    package init(at: Timestamp, key: FactKey) {
        self.at = at
        self.key = key
    }
}

/// A profile and a page of its orders, interactions and activities, newest first, all as of one moment.
package struct TimelinePage: Sendable {
    package let profile: ProfileState
    package let facts: [Fact]

    package init(profile: ProfileState, facts: [Fact]) {
        self.profile = profile
        self.facts = facts
    }
}

/// The place after which a page of conflicts begins: open ones first, then newest first, then by fact and identifier.
///
/// It says how many conflicts of one fact came before, not which: a cursor goes into a URL, and an identifier is
/// personal. Conflicts of one fact are all noted at the same time.
package struct ConflictCursor: Hashable, Sendable {
    package let isResolved: Bool
    package let at: Timestamp
    package let fact: FactKey
    /// At least 1.
    package let shown: Int

    package init(isResolved: Bool, at: Timestamp, fact: FactKey, shown: Int) {
        self.isResolved = isResolved
        self.at = at
        self.fact = fact
        self.shown = shown
    }

    /// The place after `page`, which began after `start`; nil when the page is empty.
    package init?(after page: some BidirectionalCollection<Conflict>, from start: ConflictCursor?) {
        guard let last = page.last else { return nil }
        let place = ConflictCursor(
            isResolved: last.resolvedAt != nil, at: last.at, fact: last.fact, shown: 0)
        let count = page.reversed().prefix { place.isPlace(of: $0) }.count
        let goesOn = count == page.count && start.map { $0.isPlace(of: last) } ?? false
        self.init(
            isResolved: place.isResolved, at: place.at, fact: place.fact,
            shown: count + (goesOn ? start?.shown ?? 0 : 0))
    }

    /// What of `rows`, all from the cursor's fact on, comes after the cursor.
    package func rest(of rows: [Conflict]) -> [Conflict] {
        Array(rows.dropFirst(rows.prefix(shown).prefix { isPlace(of: $0) }.count))
    }

    private func isPlace(of conflict: Conflict) -> Bool {
        isResolved == (conflict.resolvedAt != nil) && at == conflict.at && fact == conflict.fact
    }
}

/// Bounds that every store keeps.
package enum ProfileStoreLimit {
    /// How many of the profiles that share a weak identifier are read.
    package static let sharers = 50
}
