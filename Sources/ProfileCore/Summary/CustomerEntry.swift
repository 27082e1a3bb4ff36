/// One customer record as the summary holds it: whole, because survivorship needs every one of them.
package struct CustomerEntry: Hashable, Sendable {
    package let source: String
    package let id: String
    package let updatedAt: Timestamp
    package let record: CustomerRecord

    package init(source: String, id: String, updatedAt: Timestamp, record: CustomerRecord) {
        self.source = source
        self.id = id
        self.updatedAt = updatedAt
        self.record = record
    }
}
