/// A keyed hash of a name that was erased: it tells whether the same name comes back, and nothing of what it was.
package struct Tombstone: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static func < (left: Tombstone, right: Tombstone) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// Tombstones are stored as ids are: sixteen bytes, big-endian.
extension Tombstone {
    package init(stored id: ProfileID) {
        self.init(high: id.high, low: id.low)
    }

    package var stored: ProfileID { ProfileID(high: high, low: low) }
}

/// The tombstones that would bury a record, had each of its names been erased; worked out above the core, which has no
/// secret.
package struct NamedTombstones: Hashable, Sendable {
    package let record: Tombstone
    /// As many as the record's identifiers, and in their order.
    package let identifiers: [Tombstone]
    /// Of the order that the record names instead of a customer.
    let order: Tombstone?

    package init(_ record: SourceRecord, hash: (ErasableName) -> Tombstone) {
        self.record = hash(.fact(record.key))
        identifiers = record.identifiers.map { hash(.identifier($0)) }
        order = record.orderOfItsCustomer.map { hash(.fact($0)) }
    }

    package var all: [Tombstone] { identifiers + [record] + (order.map { [$0] } ?? []) }
}

/// What a store knows of tombstones that concern a decision.
package enum Burials: Hashable, Sendable {
    /// Nobody was erased, or every erasure was lifted.
    case none
    /// There are tombstones, and the decision did not say which ones concern it.
    case unseen
    /// Those of the tombstones asked for that exist.
    case found(Set<Tombstone>)

    /// `asked` is nil when nobody asked.
    package init(exist: Bool, asked: Set<Tombstone>?, found: Set<Tombstone>) {
        guard exist else {
            self = .none
            return
        }
        self = asked.map { Burials.found(found.intersection($0)) } ?? .unseen
    }

    /// Whether the tombstone was asked for and is there.
    package func contains(_ tombstone: Tombstone) -> Bool {
        if case .found(let found) = self { found.contains(tombstone) } else { false }
    }
}

/// What a person may come back by: a record that was erased, or an identifier.
package enum ErasableName: Hashable, Sendable {
    case fact(FactKey)
    case identifier(Identifier)

    /// What is hashed: the same for all ways to write one name.
    package var form: String {
        switch self {
        case .fact(let key): ["record", String(key.kind.rawValue), key.source, key.id].joined(separator: "\u{0}")
        case .identifier(let identifier): ["identifier", identifier.type, identifier.form].joined(separator: "\u{0}")
        }
    }
}

extension Identifier {
    /// The same for all spellings by which one person is reached.
    fileprivate var form: String {
        switch type {
        case Self.email: value.lowercased().mailboxForm
        case Self.phone: String(value.filter { !"+ -./()".contains($0) }.drop { $0 == "0" })
        default: value
        }
    }
}

extension String {
    /// A mail address without what follows a `+` and without dots in its local part: many servers deliver all of these
    /// to one person.
    fileprivate var mailboxForm: String {
        guard let at = lastIndex(of: "@") else { return self }
        let (local, domain) = (self[..<at], self[index(after: at)...])
        let mailbox = local.prefix { $0 != "+" }.filter { $0 != "." }
        let server = domain == "googlemail.com" ? "gmail.com" : String(domain)
        return (mailbox.isEmpty ? String(local) : mailbox) + "@" + server
    }
}
