package import ProfileCore

/// Whole members in one line; a nil value is written as null, or left out by the `present` forms.
extension JSONWriter {
    package mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Int?) {
        key(name)
        if let value { integer(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Bool?) {
        key(name)
        if let value { bool(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Timestamp?) {
        key(name)
        if let value { time(value) } else { null() }
    }

    package mutating func member(_ name: StaticString, _ value: Day?) {
        key(name)
        if let value { day(value) } else { null() }
    }

    /// `write` gives the value.
    package mutating func member(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
        key(name)
        write(&self)
    }

    package mutating func present(_ name: StaticString, _ value: String?) {
        if let value { member(name, value) }
    }

    package mutating func present(_ name: StaticString, _ value: Int?) {
        if let value { member(name, value) }
    }

    package mutating func present(_ name: StaticString, _ value: Timestamp?) {
        if let value { member(name, value) }
    }

    package mutating func present(_ name: StaticString, _ value: Day?) {
        if let value { member(name, value) }
    }

    /// `write` gives the value, when there is one.
    package mutating func present<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        guard let value else { return }
        key(name)
        write(&self, value)
    }
}
