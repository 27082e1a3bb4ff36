extension Identifier: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.word(type)
        writer.string(value)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(type: try reader.word(), value: try reader.string())
    }
}

extension FactKey: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.byte(kind.rawValue)
        writer.word(source)
        writer.string(id)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        guard let kind = RecordKind(rawValue: try reader.byte()) else { throw .invalid("kind") }
        self.init(kind: kind, source: try reader.word(), id: try reader.string())
    }
}

extension Currency: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.word(code)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let code = try reader.word()
        guard let currency = code == Self.unnamed.code ? .unnamed : Currency(code) else { throw .invalid("currency") }
        self = currency
    }
}

extension Int: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(self)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self = try reader.int()
    }
}

extension Quantity: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(thousandths)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(thousandths: try reader.integer())
    }
}

extension UnitPrice: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(parts)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(parts: try reader.integer())
    }
}

extension Double: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.unsigned(bitPattern)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(bitPattern: try reader.unsigned())
    }
}

extension Day: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(Int64(number))
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(number: try reader.int32("day"))
    }
}
