/// The kinds of statement that a source can make.
package enum RecordKind: UInt8, CaseIterable, Hashable, Comparable, Sendable {
    case customer = 1
    case order = 2
    case interaction = 3
    case activity = 4
    case promise = 5
    // From here on about no customer.
    case product = 64
    case notice = 65
    case agent = 66

    /// Whom a record is about, and how it names them.
    package enum Subject: Sendable {
        /// The person that it describes, by its own id and the identifiers among its members.
        case itself
        /// A customer, by the identifiers in one member.
        case customer
        /// Nobody: products, notices and agents, which answers refer to (`Catalogue`).
        case nobody
    }

    /// Those that profiles are made of, in the order in which stored counts have them.
    package static let ofProfiles = allCases.filter { $0.subject != .nobody }

    /// Reading, writing, filing and listing identifiers go by this and not by the kind.
    package var subject: Subject {
        switch self {
        case .customer: .itself
        case .order, .interaction, .activity, .promise: .customer
        case .product, .notice, .agent: .nobody
        }
    }

    /// Those of the first release. What lists all kinds in its stored form lists these, and later ones apart.
    package static let first: [RecordKind] = [.customer, .order, .interaction, .activity]

    /// The member that names the customer a record is about.
    package static let customerMember = "customer"

    package static func < (left: RecordKind, right: RecordKind) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What makes a fact one and the same fact: its kind, the source that states it and the source's id for it.
package struct FactKey: Hashable, Comparable, Sendable {
    package let kind: RecordKind
    package let source: String
    package let id: String

    package init(kind: RecordKind, source: String, id: String) {
        self.kind = kind
        self.source = source
        self.id = id
    }

    package static func < (left: FactKey, right: FactKey) -> Bool {
        (left.kind, left.source, left.id) < (right.kind, right.source, right.id)
    }
}
