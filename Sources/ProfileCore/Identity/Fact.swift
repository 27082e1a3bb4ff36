/// A stored source record with its provenance.
package struct Fact: Hashable, Sendable {
    package let record: SourceRecord
    package let receivedAt: Timestamp
    package let filing: Filing

    package init(record: SourceRecord, receivedAt: Timestamp, filing: Filing) {
        self.record = record
        self.receivedAt = receivedAt
        self.filing = filing
    }

    package var key: FactKey { record.key }
}
