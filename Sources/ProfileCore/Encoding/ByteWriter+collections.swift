extension ByteWriter {
    package mutating func values(_ values: some Collection<some Storable>) {
        count(values.count)
        for value in values { value.write(to: &self) }
    }

    package mutating func strings(_ values: [String]) {
        count(values.count)
        for value in values { string(value) }
    }

    package mutating func pairs(_ values: SortedMap<some Storable, some Storable>) {
        count(values.count)
        for entry in values {
            entry.key.write(to: &self)
            entry.value.write(to: &self)
        }
    }

    package mutating func words(_ values: SortedMap<String, some Storable>) {
        count(values.count)
        for entry in values {
            word(entry.key)
            entry.value.write(to: &self)
        }
    }
}

extension ByteReader {
    package mutating func values<Value: Storable>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFailure) -> [Value] {
        let count = try count()
        var values: [Value] = []
        values.reserveCapacity(min(count, 64))
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }

    package mutating func strings() throws(DecodingFailure) -> [String] {
        let count = try count()
        var values: [String] = []
        for _ in 0..<count { values.append(try string()) }
        return values
    }

    package mutating func pairs<Key: Storable, Value: Storable>() throws(DecodingFailure) -> SortedMap<Key, Value> {
        let count = try count()
        var values = SortedMap<Key, Value>()
        // One more will often be added.
        values.reserveCapacity(min(count, 64) + 1)
        for _ in 0..<count {
            let key = try Key(from: &self)
            guard values.append(key, try Value(from: &self)) else { throw .invalid("order") }
        }
        return values
    }

    package mutating func words<Value: Storable>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFailure) -> SortedMap<String, Value> {
        let count = try count()
        var values = SortedMap<String, Value>()
        // One more will often be added.
        values.reserveCapacity(min(count, 64) + 1)
        for _ in 0..<count {
            let key = try word()
            guard values.append(key, try Value(from: &self)) else { throw .invalid("order") }
        }
        return values
    }
}
