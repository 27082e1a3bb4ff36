package import ProfileCore

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
