/// What a store keeps of a record besides its key and time, which have columns of their own.
package struct RecordPayload: Hashable, Sendable {
    private let isTimedByArrival: Bool
    private let identifiers: [Identifier]
    private let unlinked: [Identifier]
    private let body: SourceRecord.Body

    package init(_ record: SourceRecord) {
        isTimedByArrival = record.isTimedByArrival
        identifiers = record.identifiers
        unlinked = record.unlinked
        body = record.body
    }

    package func record(key: FactKey, updatedAt: Timestamp) throws(DecodingFailure) -> SourceRecord {
        guard body.kind == key.kind else { throw .invalid("kind") }
        return SourceRecord(
            key: key, updatedAt: updatedAt, isTimedByArrival: isTimedByArrival, identifiers: identifiers,
            unlinked: unlinked, body: body)
    }
}

extension RecordPayload: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.byte(body.kind.rawValue)
        writer.flag(isTimedByArrival)
        writer.values(identifiers)
        writer.values(unlinked)
        body.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        guard let kind = RecordKind(rawValue: try reader.byte()) else { throw .invalid("kind") }
        isTimedByArrival = try reader.flag()
        identifiers = try reader.values()
        unlinked = reader.format >= 2 ? try reader.values() : []
        body = try SourceRecord.Body(of: kind, from: &reader)
    }
}

extension SourceRecord.Body {
    /// The kind is written elsewhere.
    func write(to writer: inout ByteWriter) {
        switch self {
        case .customer(let record): record.write(to: &writer)
        case .order(let record): record.write(to: &writer)
        case .interaction(let record): record.write(to: &writer)
        case .activity(let record): record.write(to: &writer)
        }
    }

    init(of kind: RecordKind, from reader: inout ByteReader) throws(DecodingFailure) {
        self =
            switch kind {
            case .customer: .customer(try CustomerRecord(from: &reader))
            case .order: .order(try OrderRecord(from: &reader))
            case .interaction: .interaction(try InteractionRecord(from: &reader))
            case .activity: .activity(try ActivityRecord(from: &reader))
            }
    }

    fileprivate var kind: RecordKind {
        switch self {
        case .customer: .customer
        case .order: .order
        case .interaction: .interaction
        case .activity: .activity
        }
    }
}
