extension SortedMap where Value == Span {
    mutating func add(_ key: Key, at moment: Timestamp) {
        change(key, from: Span.none) { $0.add(moment) }
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

extension Optional where Wrapped == Span {
    mutating func add(_ moment: Timestamp) {
        if self?.add(moment) == nil { self = Span(at: moment) }
    }

    mutating func remove(_ moment: Timestamp) {
        self?.remove(moment)
        if self?.count == 0 { self = nil }
    }

    var isExact: Bool { self?.isExact ?? true }

    func combined(with other: Span?) -> Span? {
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
