package import ProfileCore

/// A record that was taken, and what was odd about it.
package struct DecodedRecord: Hashable, Sendable {
    package let record: SourceRecord
    package let warnings: [WireWarning]

    package init(record: SourceRecord, warnings: [WireWarning]) {
        self.record = record
        self.warnings = warnings
    }
}
