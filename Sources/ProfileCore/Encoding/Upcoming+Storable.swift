extension Upcoming: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.values(items)
        writer.integer(total &- items.count)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let items: [Item] = try reader.values()
        self.init(items: items, total: try reader.int() &+ items.count)
    }
}

extension Upcoming.Item: Storable {
    package func write(to writer: inout ByteWriter) {
        key.write(to: &writer)
        body.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let key = try FactKey(from: &reader)
        self.init(key: key, body: try SourceRecord.Body(of: key.kind, from: &reader))
    }
}
