extension VIPPolicy: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(vipFrom != nil)
        writer.values(tiers)
        if let vipFrom { writer.string(vipFrom) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(tiers: try reader.values(), vipFrom: presence.next() ? try reader.string() : nil)
        try reader.pass(presence)
    }
}

extension VIPTier: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.string(name)
        writer.integer(priority)
        writer.code(match, among: ByteCodes.matches)
        writer.values(conditions)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            name: try reader.string(), priority: try reader.int(),
            match: try reader.code(among: ByteCodes.matches, "match"), conditions: try reader.values())
    }
}

extension VIPCondition: Storable {
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .net365Days(let amount, let currency): Self.write(1, amount, currency, to: &writer)
        case .netTotal(let amount, let currency): Self.write(2, amount, currency, to: &writer)
        case .orders365Days(let count): Self.write(3, Int64(count), nil, to: &writer)
        case .ordersTotal(let count): Self.write(4, Int64(count), nil, to: &writer)
        case .loyaltyTier(let name):
            writer.byte(5)
            writer.string(name)
        case .tag(let name):
            writer.byte(6)
            writer.string(name)
        case .percentileNet365Days(let thousandths, let currency):
            Self.write(7, Int64(thousandths), currency, to: &writer)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch try reader.byte() {
        case 1: self = .net365Days(atLeast: try reader.integer(), try Currency(from: &reader))
        case 2: self = .netTotal(atLeast: try reader.integer(), try Currency(from: &reader))
        case 3: self = .orders365Days(atLeast: try reader.int())
        case 4: self = .ordersTotal(atLeast: try reader.int())
        case 5: self = .loyaltyTier(try reader.string())
        case 6: self = .tag(try reader.string())
        case 7: self = .percentileNet365Days(atLeastThousandths: try reader.int(), try Currency(from: &reader))
        default: throw .invalid("condition")
        }
    }

    private static func write(_ tag: UInt8, _ number: Int64, _ currency: Currency?, to writer: inout ByteWriter) {
        writer.byte(tag)
        writer.integer(number)
        currency?.write(to: &writer)
    }
}
