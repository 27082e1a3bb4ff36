/// What a summary counts by keys of which a profile may have any number.
package enum TallyKind: UInt8, CaseIterable, Comparable, Hashable, Sendable {
    case product = 1
    case category
    case agent
    case channel
    /// Identifiers that only find candidates.
    case identifier

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
        case channel(Span, inbound: Moments)
        case identifier(Identifier, IdentifierTally)
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
        case .agent(let tally): Rank(tally.span)
        case .channel(let span, _): Rank(span)
        case .identifier(_, let tally):
            Rank(amount: tally.sources.values.map(\.last.milliseconds).max() ?? 0, moment: 0)
        }
    }

    /// Whether a profile shows it: a product that was returned as a whole is counted and not shown.
    var isTold: Bool {
        switch value {
        case .product(let tally): tally.keptAt != nil
        case .category(let quantity): quantity > .zero
        case .agent, .channel, .identifier: true
        }
    }

    func comes(before other: TallyRow) -> Bool {
        (other.rank, key.name) < (rank, other.key.name)
    }
}

extension TallyRow.Rank {
    fileprivate init(_ span: Span) {
        self.init(amount: Int64(span.count), moment: span.last.milliseconds)
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
