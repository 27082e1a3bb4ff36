import ProfileCore

/// Forms that several parts of the profile document share.
extension JSONWriter {
    mutating func items<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        array(of: elements, write)
    }

    /// The value, else null.
    mutating func optional<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        key(name)
        if let value { write(&self, value) } else { null() }
    }

    /// How many more there are than are shown; nothing when all are.
    mutating func more(_ name: StaticString, _ count: Int) {
        if count > 0 { member(name, count) }
    }

    /// Averages, shares and scores, which have two decimals at most.
    mutating func member(_ name: StaticString, decimal value: Double?) {
        optional(name, value) { $0.decimal($1, decimals: 2) }
    }

    mutating func member(_ name: StaticString, money amount: MinorUnits?, _ currency: Currency) {
        optional(name, amount) { $0.money($1, currency) }
    }

    mutating func member(_ name: StaticString, quantity: Quantity) {
        key(name)
        self.quantity(quantity)
    }

    mutating func member(_ name: StaticString, clock minute: Int) {
        key(name)
        clock(minute: minute)
    }

    mutating func companyPerson(_ person: Person) {
        object {
            $0.member("id", person.id)
            $0.member("name", person.name)
        }
    }
}
