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
