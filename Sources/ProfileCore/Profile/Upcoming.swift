/// Facts that lie ahead, soonest first; beyond the capacity they are only counted.
///
/// A call of next year is not the last contact. A fact counts from its own time on, so those to come wait here.
package struct Upcoming: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package let key: FactKey
        package let body: SourceRecord.Body

        package init(key: FactKey, body: SourceRecord.Body) {
            self.key = key
            self.body = body
        }

        package var at: Timestamp { body.happenedAt ?? Timestamp(milliseconds: .min) }
    }

    package static let capacity = 16

    package private(set) var items: [Item]
    package private(set) var total: Int

    package init(items: [Item] = [], total: Int = 0) {
        self.items = items
        self.total = total
    }

    /// False when so many left that only the facts can tell which come next.
    package var isExact: Bool { items.count == min(total, Self.capacity) }

    mutating func add(_ item: Item) {
        let hidden = total - items.count
        total += 1
        let position = items.firstIndex { item.comes(before: $0) } ?? items.count
        guard position < items.count || hidden == 0 else { return }
        items.insert(item, at: position)
        if items.count > Self.capacity { items.removeLast() }
    }

    /// Takes a fact out and tells whether it was here. Those only counted come after all that are listed, while every
    /// fact that counts already lies before them.
    mutating func remove(_ item: Item) -> Bool {
        if let position = items.firstIndex(where: { $0.key == item.key }) {
            items.remove(at: position)
            total -= 1
            return true
        }
        guard total > items.count, items.last?.comes(before: item) ?? true else { return false }
        total -= 1
        return true
    }

    /// Takes out what has come by `now`.
    mutating func removeDue(by now: Timestamp) -> ArraySlice<Item> {
        let due = items.prefix { $0.at <= now }
        items.removeFirst(due.count)
        total -= due.count
        return due
    }

    func combined(with other: Upcoming) -> Upcoming {
        let all = (items + other.items).sorted { $0.comes(before: $1) }
        return Upcoming(items: Array(all.prefix(Self.capacity)), total: total + other.total)
    }
}

extension Upcoming.Item {
    /// What the summary will need of a record.
    init(_ record: SourceRecord) {
        self.init(key: record.key, body: record.body.digest)
    }

    fileprivate func comes(before other: Upcoming.Item) -> Bool {
        (at, key) < (other.at, other.key)
    }
}

extension Upcoming: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.values(items)
        writer.integer(total &- items.count)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let items: [Item] = try reader.values()
        self.init(items: items, total: try reader.int() &+ items.count)
    }
}

extension Upcoming.Item: Storable {
    package func write(to writer: inout ByteWriter) {
        key.write(to: &writer)
        body.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let key = try FactKey(from: &reader)
        self.init(key: key, body: try SourceRecord.Body(of: key.kind, from: &reader))
    }
}
