/// How often something was seen, and the first and the last time.
///
/// Taking the first or last sighting away leaves that end unknown until one at least as extreme comes in, or one
/// sighting is left of which the other end tells.
package struct SeenRange: Hashable, Sendable {
    package private(set) var count: Int
    package private(set) var first: Timestamp
    package private(set) var last: Timestamp
    private var knowsFirst = true
    private var knowsLast = true

    package init(count: Int, first: Timestamp, last: Timestamp) {
        self.count = count
        self.first = first
        self.last = last
    }

    /// Nothing seen yet: what sightings are added to.
    static let none = SeenRange(count: 0, first: Timestamp(milliseconds: 0), last: Timestamp(milliseconds: 0))

    init(at moment: Timestamp) {
        self.init(count: 1, first: moment, last: moment)
    }

    /// False when a removal left an end that only the facts can tell.
    var isExact: Bool { count == 0 || (knowsFirst && knowsLast) }

    mutating func add(_ moment: Timestamp) {
        if count == 0 || moment <= first { (first, knowsFirst) = (moment, true) }
        if count == 0 || moment >= last { (last, knowsLast) = (moment, true) }
        count += 1
    }

    mutating func remove(_ moment: Timestamp) {
        count -= 1
        guard !isExact || first != last else { return }
        if moment == first { knowsFirst = false }
        if moment == last { knowsLast = false }
        guard count == 1 else { return }
        if knowsFirst { (last, knowsLast) = (first, true) } else if knowsLast { (first, knowsFirst) = (last, true) }
    }

    /// When the last sighting was at the latest, where it is not known.
    var lastBound: Timestamp? { count > 0 && !knowsLast ? last : nil }

    var lacksFirst: Bool { count > 0 && !knowsFirst }

    /// Takes in the last sighting that is left, where it was not known.
    mutating func recoverLast(_ moment: Timestamp) {
        if lastBound != nil { (last, knowsLast) = (moment, true) }
    }

    mutating func recoverFirst(_ moment: Timestamp) {
        if lacksFirst { (first, knowsFirst) = (moment, true) }
    }

    func combined(with other: SeenRange) -> SeenRange {
        SeenRange(count: count + other.count, first: min(first, other.first), last: max(last, other.last))
    }
}

/// Exactness is not encoded; rebuild before storing.
extension SeenRange: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(count)
        writer.moment(first)
        writer.moment(last)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(count: try reader.int(), first: try reader.moment(), last: try reader.moment())
    }
}

extension SortedMap where Value == SeenRange {
    mutating func add(_ key: Key, at moment: Timestamp) {
        change(key, from: SeenRange.none) { $0.add(moment) }
    }

    /// Takes one sighting away; a key that comes to none goes.
    mutating func remove(_ key: Key, at moment: Timestamp) {
        change(key, removingWhen: { $0.count == 0 }) { $0.remove(moment) }
    }

    func isExact(_ key: Key) -> Bool { self[key]?.isExact ?? true }

    func combined(with other: Self) -> Self {
        combined(with: other) { $0.combined(with: $1) }
    }
}

extension Optional where Wrapped == SeenRange {
    mutating func add(_ moment: Timestamp) {
        if self?.add(moment) == nil { self = SeenRange(at: moment) }
    }

    mutating func remove(_ moment: Timestamp) {
        self?.remove(moment)
        if self?.count == 0 { self = nil }
    }

    var isExact: Bool { self?.isExact ?? true }

    func combined(with other: SeenRange?) -> SeenRange? {
        guard let self else { return other }
        guard let other else { return self }
        return self.combined(with: other)
    }
}

extension Optional {
    mutating func add<Value>(_ value: Value?, at moment: Timestamp) where Wrapped == Latest<Value> {
        guard let value else { return }
        if self?.add(at: moment, value: value) == nil { self = Latest(at: moment, value: value) }
    }

    mutating func remove<Value>(_ value: Value?, at moment: Timestamp) where Wrapped == Latest<Value> {
        guard let value else { return }
        self?.remove(at: moment, value: value)
    }

    func combined<Value>(with other: Self) -> Self where Wrapped == Latest<Value> {
        var result = self
        if let other { result.add(other.value, at: other.at) }
        return result
    }
}
