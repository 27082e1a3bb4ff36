/// An item of a `Recent` list: when it happened and which fact stated it.
package protocol Recorded: Hashable, Sendable {
    var at: Timestamp { get }
    var source: String { get }
    var id: String { get }
}

extension Recorded {
    func isListedBefore(_ other: Self) -> Bool {
        (other.at, source, id) < (at, other.source, other.id)
    }
}

/// The latest few of any number of items, newest first; the rest is only counted.
///
/// The capacity belongs to the place that holds the list and is passed in, so that the list itself stays plain data.
package struct Recent<Item: Recorded>: Hashable, Sendable {
    package private(set) var items: [Item]
    /// How many there are in all, listed or not.
    package private(set) var total: Int

    package init(items: [Item] = [], total: Int = 0) {
        self.items = items
        self.total = total
    }

    package var latest: Item? { items.first }

    mutating func add(_ item: Item, capacity: Int) {
        let hidden = total - items.count
        total += 1
        let position = items.firstIndex { item.isListedBefore($0) } ?? items.count
        // Below the last listed item there may be unlisted ones that come first; `isExact` then says so.
        guard position < items.count || hidden == 0 else { return }
        items.insert(item, at: position)
        if items.count > capacity { items.removeLast() }
    }

    mutating func remove(_ item: Item) {
        total -= 1
        if let position = items.firstIndex(of: item) { items.remove(at: position) }
    }

    /// Takes in the item that comes next, where one is missing; those that are listed already come before.
    mutating func recover(_ item: Item, capacity: Int) {
        guard !isExact(capacity: capacity), items.last?.isListedBefore(item) ?? true else { return }
        items.append(item)
    }

    /// False when a removal left a gap that only the facts can fill.
    func isExact(capacity: Int) -> Bool {
        items.count == min(total, capacity)
    }

    func combined(with other: Recent, capacity: Int) -> Recent {
        let all = (items + other.items).sorted { $0.isListedBefore($1) }
        return Recent(items: Array(all.prefix(capacity)), total: total + other.total)
    }
}
