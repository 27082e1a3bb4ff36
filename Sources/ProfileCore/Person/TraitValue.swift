/// A free-form value that a source attached to a customer and that Clientele only carries.
package indirect enum TraitValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number, kept as the source wrote it.
    case number(String)
    case text(String)
    case list([TraitValue])
    case object([String: TraitValue])
}

extension TraitValue: Storable {
    /// Deeper nesting is taken for damage: it would exhaust the stack.
    private static let greatestDepth = 256

    package func write(to writer: inout ByteWriter) {
        switch self {
        case .null: writer.byte(0)
        case .bool(let value): writer.byte(value ? 2 : 1)
        case .number(let text):
            writer.byte(3)
            writer.string(text)
        case .text(let text):
            writer.byte(4)
            writer.string(text)
        case .list(let values):
            writer.byte(5)
            writer.values(values)
        case .object(let members):
            writer.byte(6)
            writer.words(SortedMap(members))
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        try self.init(from: &reader, depth: Self.greatestDepth)
    }

    private init(from reader: inout ByteReader, depth: Int) throws(DecodingFailure) {
        guard depth > 0 else { throw .invalid("nesting") }
        switch try reader.byte() {
        case 0: self = .null
        case 1: self = .bool(false)
        case 2: self = .bool(true)
        case 3: self = .number(try reader.string())
        case 4: self = .text(try reader.string())
        case 5: self = .list(try Self.list(from: &reader, depth: depth - 1))
        case 6: self = .object(try Self.object(from: &reader, depth: depth - 1))
        default: throw .invalid("trait")
        }
    }

    private static func list(from reader: inout ByteReader, depth: Int) throws(DecodingFailure) -> [TraitValue] {
        var values: [TraitValue] = []
        for _ in 0..<(try reader.count()) { values.append(try TraitValue(from: &reader, depth: depth)) }
        return values
    }

    private static func object(
        from reader: inout ByteReader, depth: Int
    ) throws(DecodingFailure) -> [String: TraitValue] {
        var members: [String: TraitValue] = [:]
        for _ in 0..<(try reader.count()) {
            let name = try reader.word()
            members[name] = try TraitValue(from: &reader, depth: depth)
        }
        return members
    }
}
