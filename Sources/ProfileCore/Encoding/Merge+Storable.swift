extension Merge: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(undone != nil)
        writer.id(absorbed)
        writer.id(survivor)
        writer.moment(at)
        cause.write(to: &writer)
        undone?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            absorbed: try reader.id(), survivor: try reader.id(), at: try reader.moment(),
            cause: try Cause(from: &reader), undone: presence.next() ? try Undoing(from: &reader) : nil)
        try reader.pass(presence)
    }
}

extension Merge.Cause: Storable {
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .record(let fact, let identifiers):
            writer.byte(1)
            fact.write(to: &writer)
            writer.values(identifiers)
        case .steward(let name, let reason, let facts):
            writer.byte(2)
            writer.string(name)
            writer.string(reason)
            writer.values(facts)
        case .claim(let fact, let identifier):
            writer.byte(3)
            fact.write(to: &writer)
            identifier.write(to: &writer)
        case .agreement(let one, let other, let identifier):
            writer.byte(4)
            one.write(to: &writer)
            other.write(to: &writer)
            identifier.write(to: &writer)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch try reader.byte() {
        case 1: self = .record(try FactKey(from: &reader), identifiers: try reader.values())
        case 2:
            self = .steward(
                name: try reader.string(), reason: try reader.string(),
                facts: reader.format < 2 ? [] : try reader.values())
        case 3: self = .claim(try FactKey(from: &reader), identifier: try Identifier(from: &reader))
        case 4:
            self = .agreement(
                try FactKey(from: &reader), try FactKey(from: &reader), identifier: try Identifier(from: &reader))
        default: throw .invalid("cause")
        }
    }
}

extension Merge.Undoing: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.moment(at)
        writer.flag(name != nil)
        writer.string(name ?? "")
        writer.string(reason)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let (at, hasName) = (try reader.moment(), reader.format < 2 ? true : try reader.flag())
        let name = try reader.string()
        self.init(at: at, name: hasName ? name : nil, reason: try reader.string())
    }
}
