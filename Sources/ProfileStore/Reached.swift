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
