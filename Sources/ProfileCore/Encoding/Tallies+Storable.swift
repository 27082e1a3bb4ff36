/// Ends that are not known are not told apart from known ones: whoever decides asks for a rebuild before such a
/// summary is stored.
extension Span: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(count)
        writer.moment(first)
        writer.moment(last)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(count: try reader.int(), first: try reader.moment(), last: try reader.moment())
    }
}

extension Latest<String>: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.moment(at)
        writer.string(value)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(at: try reader.moment(), value: try reader.string())
    }
}

extension Moments: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.count(counts.count)
        writer.integer(earlier)
        var previous: Int64 = 0
        for entry in counts {
            writer.integer(Int64(entry.bucket) - previous)
            writer.integer(Int64(entry.count))
            previous = Int64(entry.bucket)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let count = try reader.count()
        let earlier = try reader.int()
        var counts: [Count] = []
        counts.reserveCapacity(count)
        var previous: Int64 = 0
        for place in 0..<count {
            let distance = try reader.integer()
            guard let bucket = Int32(exactly: previous &+ distance), place == 0 || distance > 0 else {
                throw .invalid("bucket")
            }
            counts.append(Count(bucket: bucket, count: try reader.int32("count")))
            previous = Int64(bucket)
        }
        self.init(counts: counts, earlier: earlier)
    }
}

extension Recent: Storable where Item: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.values(items)
        writer.integer(total &- items.count)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let items: [Item] = try reader.values()
        self.init(items: items, total: try reader.int() &+ items.count)
    }
}

extension RatingTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(sum)
        recent.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(sum: try reader.int(), recent: try Recent(from: &reader))
    }
}

extension IdentifierTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.flag(binds)
        writer.words(sources)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(binds: try reader.flag(), sources: try reader.words())
    }
}

extension Bonds: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.count(counts.count)
        for entry in counts {
            writer.integer(Int64(bitPattern: entry.key))
            writer.integer(entry.value)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        for _ in 0..<(try reader.count()) {
            let pair = UInt64(bitPattern: try reader.integer())
            guard counts.append(pair, try reader.int()) else { throw .invalid("order") }
        }
    }
}

extension AgentTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(name != nil)
        span.write(to: &writer)
        name?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(span: try Span(from: &reader), name: presence.next() ? try Latest(from: &reader) : nil)
        try reader.pass(presence)
    }
}

extension ProductTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(span != nil, comebacks != 0, name != nil)
        quantity.write(to: &writer)
        span?.write(to: &writer)
        if comebacks != 0 { writer.integer(comebacks) }
        name?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            quantity: try Quantity(from: &reader), span: presence.next() ? try Span(from: &reader) : nil,
            comebacks: presence.next() ? try reader.int() : 0,
            name: presence.next() ? try Latest(from: &reader) : nil)
        try reader.pass(presence)
    }
}
