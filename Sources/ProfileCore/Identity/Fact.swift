/// A stored source record with its provenance.
package struct Fact: Hashable, Sendable {
    package let record: SourceRecord
    /// When it was first stated. A correction makes it no younger: of those who come apart the oldest keeps the id.
    package let receivedAt: Timestamp
    package let filing: Filing

    package init(record: SourceRecord, receivedAt: Timestamp, filing: Filing) {
        self.record = record
        self.receivedAt = receivedAt
        self.filing = filing
    }

    package var key: FactKey { record.key }
}
