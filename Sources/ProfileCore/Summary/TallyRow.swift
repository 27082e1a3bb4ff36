/// What a summary counts by keys of which a profile may have any number.
package enum TallyKind: UInt8, CaseIterable, Comparable, Hashable, Sendable {
    case product = 1
    case category
    case agent
    case channel
    /// Identifiers that only find candidates.
    case identifier
    case promiseAgent
    case promiseTopic

    package static func < (left: TallyKind, right: TallyKind) -> Bool { left.rawValue < right.rawValue }
}

package struct TallyKey: Hashable, Sendable {
    package let kind: TallyKind
    package let name: String

    package init(_ kind: TallyKind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

/// One of the tallies of a profile, as a row of its own holds it.
package struct TallyRow: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case product(ProductTally)
        case category(Quantity)
        case agent(AgentTally)
        case channel(SeenRange, inbound: BucketCounts)
        case identifier(Identifier, IdentifierTally)
        case promiseAgent(PromiseTally)
        case promiseTopic(PromiseTally)
    }

    /// What comes first in a profile: the greater, and of equals the lesser name.
    package struct Rank: Comparable, Hashable, Sendable {
        package let amount: Int64
        package let moment: Int64

        package static func < (left: Rank, right: Rank) -> Bool {
            (left.amount, left.moment) < (right.amount, right.moment)
        }

        static let none = Rank(amount: 0, moment: 0)
    }

    package let key: TallyKey
    package let value: Value

    package init(_ key: TallyKey, _ value: Value) {
        self.key = key
        self.value = value
    }

    package var rank: Rank {
        switch value {
        case .product(let tally):
            tally.keptAt.map { Rank(amount: tally.quantity.thousandths, moment: $0.milliseconds) } ?? .none
        case .category(let quantity): Rank(amount: max(0, quantity.thousandths), moment: 0)
        case .agent(let tally): Rank(tally.seen)
        case .channel(let seen, _): Rank(seen)
        case .identifier(_, let tally):
            Rank(amount: tally.sources.values.map(\.last.milliseconds).max() ?? 0, moment: 0)
        case .promiseAgent(let tally), .promiseTopic(let tally): Rank(amount: Int64(tally.total), moment: 0)
        }
    }

    /// Whether a profile shows it: a product that was returned as a whole is counted and not shown.
    var isTold: Bool {
        switch value {
        case .product(let tally): tally.keptAt != nil
        case .category(let quantity): quantity > .zero
        case .agent, .channel, .identifier, .promiseAgent, .promiseTopic: true
        }
    }

    func comes(before other: TallyRow) -> Bool {
        (other.rank, key.name) < (rank, other.key.name)
    }
}

extension TallyRow.Rank {
    fileprivate init(_ seen: SeenRange) {
        self.init(amount: Int64(seen.count), moment: seen.last.milliseconds)
    }
}

/// How many tallies of a kind there are, where not all are listed.
package struct ShelfCount: Hashable, Sendable {
    package var total: Int
    /// Those that a profile shows.
    package var told: Int

    package init(total: Int, told: Int) {
        self.total = total
        self.told = told
    }
}

extension TallyRow.Value: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.byte(kind.rawValue)
        switch self {
        case .product(let tally): tally.write(to: &writer)
        case .category(let quantity): quantity.write(to: &writer)
        case .agent(let tally): tally.write(to: &writer)
        case .channel(let seen, let inbound):
            seen.write(to: &writer)
            inbound.write(to: &writer)
        case .identifier(let identifier, let tally):
            identifier.write(to: &writer)
            tally.write(to: &writer)
        case .promiseAgent(let tally), .promiseTopic(let tally): tally.write(to: &writer)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch TallyKind(rawValue: try reader.byte()) {
        case .product: self = .product(try ProductTally(from: &reader))
        case .category: self = .category(try Quantity(from: &reader))
        case .agent: self = .agent(try AgentTally(from: &reader))
        case .channel: self = .channel(try SeenRange(from: &reader), inbound: try BucketCounts(from: &reader))
        case .identifier:
            self = .identifier(try Identifier(from: &reader), try IdentifierTally(from: &reader))
        case .promiseAgent: self = .promiseAgent(try PromiseTally(from: &reader))
        case .promiseTopic: self = .promiseTopic(try PromiseTally(from: &reader))
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
        case .promiseAgent: .promiseAgent
        case .promiseTopic: .promiseTopic
        }
    }
}
