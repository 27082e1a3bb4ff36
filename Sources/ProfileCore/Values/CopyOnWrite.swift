/// A large value that copies share until one of them is changed.
///
/// A summary holds some hundred references. A copy would count each of them; a copy of this counts one.
package struct CopyOnWrite<Value> {
    private final class Storage {
        var value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    private var storage: Storage

    package init(_ value: Value) {
        storage = Storage(value)
    }

    package var value: Value {
        _read { yield storage.value }
        set {
            if isKnownUniquelyReferenced(&storage) { storage.value = newValue } else { storage = Storage(newValue) }
        }
        _modify {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
            yield &storage.value
        }
    }
}

extension CopyOnWrite: Equatable where Value: Equatable {
    package static func == (one: CopyOnWrite, other: CopyOnWrite) -> Bool {
        one.storage === other.storage || one.storage.value == other.storage.value
    }
}

extension CopyOnWrite: Hashable where Value: Hashable {
    package func hash(into hasher: inout Hasher) {
        hasher.combine(storage.value)
    }
}

/// The value is changed only where nobody else refers to its storage, so that no thread sees another one change it.
extension CopyOnWrite: @unchecked Sendable where Value: Sendable {}
