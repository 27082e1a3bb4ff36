/// The greatest of the values seen, by time and then by value, where values may also be taken away again.
///
/// Taking the greatest away leaves it unknown which is greatest now, until a value at least as great comes in.
package struct Latest<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
    package private(set) var at: Timestamp
    package private(set) var value: Value
    private(set) var isExact = true

    package init(at: Timestamp, value: Value) {
        self.at = at
        self.value = value
    }

    mutating func add(at moment: Timestamp, value candidate: Value) {
        guard (moment, candidate) >= (at, value) else { return }
        (at, value, isExact) = (moment, candidate, true)
    }

    mutating func remove(at moment: Timestamp, value candidate: Value) {
        if (moment, candidate) == (at, value) { isExact = false }
    }

    mutating func combine(with other: Latest) {
        add(at: other.at, value: other.value)
    }
}

extension Latest<String>: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.moment(at)
        writer.string(value)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(at: try reader.moment(), value: try reader.string())
    }
}

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

    /// Items of one fact are one, though an earlier derivation may have listed less of it.
    mutating func remove(_ item: Item) {
        total -= 1
        let position = items.firstIndex { ($0.at, $0.source, $0.id) == (item.at, item.source, item.id) }
        if let position { items.remove(at: position) }
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

extension Recent: Storable where Item: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.values(items)
        writer.integer(total &- items.count)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let items: [Item] = try reader.values()
        self.init(items: items, total: try reader.int() &+ items.count)
    }
}

/// Where a list of the latest few stands, and of what.
package protocol ListPlace: Hashable, Sendable {
    associatedtype Event: CountedEvent
    associatedtype Item: Recorded & Storable

    static var field: UInt64 { get }
    static var capacity: Int { get }

    /// What is listed of an event; nil when it has no place here.
    static func item(of event: Event) -> Item?
}

/// The latest few of some events, as a part of a summary.
package struct NewestList<Place: ListPlace>: SummaryPart {
    package static var field: UInt64 { Place.field }

    package var list = Recent<Place.Item>()

    package init() {}

    package init(_ list: Recent<Place.Item>) {
        self.list = list
    }

    package mutating func add(_ event: Place.Event) {
        if let item = Place.item(of: event) { list.add(item, capacity: Place.capacity) }
    }

    package mutating func remove(_ event: Place.Event) {
        if let item = Place.item(of: event) { list.remove(item) }
    }

    package mutating func combine(with other: NewestList, within limits: SummaryLimits) {
        list = list.combined(with: other.list, capacity: Place.capacity)
    }

    /// Takes in the item that comes next, where one is missing.
    mutating func recover(_ item: Place.Item) {
        list.recover(item, capacity: Place.capacity)
    }

    package var isExact: Bool { list.isExact(capacity: Place.capacity) }

    package var bound: Timestamp? { list.bound }

    package func write(to writer: inout ByteWriter) {
        list.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        list = try Recent(from: &reader)
    }
}
