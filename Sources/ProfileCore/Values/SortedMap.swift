/// Values by key, kept ascending by key in one array.
///
/// A summary is read, changed in a place or two and written back for every record that is filed. One array is read and
/// written in order, without hashing and sorting, and copying it counts one reference.
@usableFromInline
package struct SortedMap<Key: Comparable & Hashable & Sendable, Value: Hashable & Sendable>: Hashable, Sendable {
    @usableFromInline
    package struct Entry: Hashable, Sendable {
        @usableFromInline package let key: Key
        @usableFromInline package var value: Value

        @inlinable
        init(key: Key, value: Value) {
            self.key = key
            self.value = value
        }
    }

    @usableFromInline
    var entries: [Entry] = []

    @inlinable
    package init() {}

    @inlinable
    package init(_ values: [Key: Value]) {
        entries = values.map { Entry(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    }

    @inlinable
    package subscript(key: Key) -> Value? {
        get {
            let position = position(of: key)
            return isKey(key, at: position) ? entries[position].value : nil
        }
        set {
            let position = position(of: key)
            switch (isKey(key, at: position), newValue) {
            case (true, let value?): entries[position].value = value
            case (true, nil): entries.remove(at: position)
            case (false, let value?): entries.insert(Entry(key: key, value: value), at: position)
            case (false, nil): break
            }
        }
    }

    /// Changes the value of `key` where it lies, `initial` when there is none yet; nothing when that is nil. Afterwards
    /// the value goes when `isOver` says so.
    @inlinable
    package mutating func change(
        _ key: Key, from initial: @autoclosure () -> Value? = nil,
        removingWhen isOver: (Value) -> Bool = { _ in false },
        _ change: (inout Value) -> Void
    ) {
        let position = position(of: key)
        if !isKey(key, at: position) {
            guard let value = initial() else { return }
            entries.insert(Entry(key: key, value: value), at: position)
        }
        change(&entries[position].value)
        if isOver(entries[position].value) { entries.remove(at: position) }
    }

    /// Changes the values of all keys of `others`, `initial` when there is none yet; nothing when that is nil.
    /// Afterwards a value goes when `isOver` says so.
    ///
    /// Many are changed in one walk: inserted one by one, each would move all that follow.
    @inlinable
    package mutating func change<Other: Hashable & Sendable>(
        by others: SortedMap<Key, Other>, from initial: Value? = nil, removingWhen isOver: (Value) -> Bool,
        _ change: (inout Value, Other) -> Void
    ) {
        guard others.count > 32 else {
            for other in others {
                self.change(other.key, from: initial, removingWhen: isOver) { change(&$0, other.value) }
            }
            return
        }
        var result: [Entry] = []
        result.reserveCapacity(entries.count + others.count)
        var rest = entries[...]
        for other in others {
            while let entry = rest.first, entry.key < other.key { result.append(rest.removeFirst()) }
            let held = rest.first?.key == other.key ? rest.removeFirst().value : initial
            guard var value = held else { continue }
            change(&value, other.value)
            if !isOver(value) { result.append(Entry(key: other.key, value: value)) }
        }
        entries = result + rest
    }

    /// Adds an entry whose key comes after all others, and tells whether it does.
    @inlinable
    package mutating func append(_ key: Key, _ value: Value) -> Bool {
        if let last = entries.last, last.key >= key { return false }
        entries.append(Entry(key: key, value: value))
        return true
    }

    @inlinable
    package mutating func reserveCapacity(_ capacity: Int) {
        entries.reserveCapacity(capacity)
    }

    /// Both, walked through side by side; `combine` makes one value of two of the same key.
    @inlinable
    package func combined(with other: SortedMap, _ combine: (Value, Value) -> Value) -> SortedMap {
        var result = SortedMap()
        result.entries.reserveCapacity(count + other.count)
        var (own, others) = (entries[...], other.entries[...])
        while let one = own.first, let two = others.first {
            switch (one.key < two.key, two.key < one.key) {
            case (true, _): result.entries.append(own.removeFirst())
            case (_, true): result.entries.append(others.removeFirst())
            default:
                result.entries.append(Entry(key: one.key, value: combine(one.value, two.value)))
                own.removeFirst()
                others.removeFirst()
            }
        }
        result.entries += own + others
        return result
    }

    @inlinable
    package var keys: some Sequence<Key> { entries.lazy.map { $0.key } }
    @inlinable
    package var values: some Sequence<Value> { entries.lazy.map { $0.value } }

    @inlinable
    func isKey(_ key: Key, at position: Int) -> Bool {
        position < entries.count && entries[position].key == key
    }

    /// Where `key` is or would be.
    @inlinable
    func position(of key: Key) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SortedMap: RandomAccessCollection {
    @inlinable
    package var startIndex: Int { 0 }
    @inlinable
    package var endIndex: Int { entries.count }
    @inlinable
    package subscript(position: Int) -> Entry { entries[position] }
}

extension SortedMap: ExpressibleByDictionaryLiteral {
    @inlinable
    package init(dictionaryLiteral pairs: (Key, Value)...) {
        for (key, value) in pairs { self[key] = value }
    }
}

extension Dictionary where Key: Comparable & Sendable, Value: Hashable & Sendable {
    @inlinable
    package init(_ map: SortedMap<Key, Value>) {
        self.init(uniqueKeysWithValues: map.lazy.map { ($0.key, $0.value) })
    }
}
