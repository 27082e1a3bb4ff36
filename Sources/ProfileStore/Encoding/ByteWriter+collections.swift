extension ByteWriter {
    package mutating func values(_ values: some Collection<some Storable>) {
        count(values.count)
        for value in values { value.write(to: &self) }
    }

    package mutating func strings(_ values: [String]) {
        count(values.count)
        for value in values { string(value) }
    }

    /// Ascending by key, whatever the order in memory.
    package mutating func words(_ values: [String: some Storable]) {
        count(values.count)
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            word(key)
            value.write(to: &self)
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

    package mutating func words<Value: Storable>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFailure) -> [String: Value] {
        let count = try count()
        var values: [String: Value] = [:]
        values.reserveCapacity(min(count, 64))
        for _ in 0..<count {
            let key = try word()
            values[key] = try Value(from: &self)
        }
        guard values.count == count else { throw .invalid("repetition") }
        return values
    }
}
