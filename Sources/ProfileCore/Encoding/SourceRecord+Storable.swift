/// A whole record, where nothing of it has a column of its own.
extension SourceRecord: Storable {
    package func write(to writer: inout ByteWriter) {
        key.write(to: &writer)
        writer.moment(updatedAt)
        RecordPayload(self).write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let (key, updatedAt) = (try FactKey(from: &reader), try reader.moment())
        self = try RecordPayload(from: &reader).record(key: key, updatedAt: updatedAt)
    }
}
