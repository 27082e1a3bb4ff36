/// Where a list of the latest few stands, and of what.
package protocol ListPlace: Hashable, Sendable {
    associatedtype Event
    associatedtype Item: Recorded & Storable

    static var field: UInt64 { get }
    static var capacity: Int { get }
    /// What is lost when an item goes that the list does not replace by itself.
    static var loss: SummaryLoss { get }

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

    package func losses(without event: Place.Event) -> [SummaryLoss] { isExact ? [] : [Place.loss] }

    package var isExact: Bool { list.isExact(capacity: Place.capacity) }

    package func write(to writer: inout ByteWriter) {
        list.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        list = try Recent(from: &reader)
    }
}
