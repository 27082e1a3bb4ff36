extension TallyRow.Value: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.byte(kind.rawValue)
        switch self {
        case .product(let tally): tally.write(to: &writer)
        case .category(let quantity): quantity.write(to: &writer)
        case .agent(let tally): tally.write(to: &writer)
        case .channel(let span, let inbound):
            span.write(to: &writer)
            inbound.write(to: &writer)
        case .identifier(let identifier, let tally):
            identifier.write(to: &writer)
            tally.write(to: &writer)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch TallyKind(rawValue: try reader.byte()) {
        case .product: self = .product(try ProductTally(from: &reader))
        case .category: self = .category(try Quantity(from: &reader))
        case .agent: self = .agent(try AgentTally(from: &reader))
        case .channel: self = .channel(try Span(from: &reader), inbound: try Moments(from: &reader))
        case .identifier:
            self = .identifier(try Identifier(from: &reader), try IdentifierTally(from: &reader))
        case nil: throw .invalid("kind of tally")
        }
    }

    package var kind: TallyKind {
        switch self {
        case .product: .product
        case .category: .category
        case .agent: .agent
        case .channel: .channel
        case .identifier: .identifier
        }
    }
}
