/// What a store keeps of a record besides its key and time, which have columns of their own.
package struct RecordPayload: Hashable, Sendable {
    private let isTimedByArrival: Bool
    private let identifiers: [Identifier]
    private let unlinked: [Identifier]
    private let body: SourceRecord.Body
    /// Nil for a record that was stated as a whole.
    private let times: MemberTimes?
    /// Of a statement of some members, which no store keeps, but files do that wait to be filed.
    private let part: Part?
    /// What a whole statement does not speak of; kept as a part is.
    private let silent: [String]

    private struct Part: Hashable {
        let stating: [String]
        let removing: [String]
        let assuming: [String]
    }

    package init(_ record: SourceRecord) {
        isTimedByArrival = record.isTimedByArrival
        identifiers = record.identifiers
        unlinked = record.unlinked
        body = record.body
        times = if case .pieced(let times) = record.extent { times } else { nil }
        silent = if case .wholeButFor(let paths) = record.extent { paths.sorted() } else { [] }
        part =
            if case .part(let stating, let removing, let assuming) = record.extent {
                Part(stating: stating.sorted(), removing: removing.sorted(), assuming: assuming.sorted())
            } else {
                nil
            }
    }

    package func record(key: FactKey, updatedAt: Timestamp) throws(DecodingFailure) -> SourceRecord {
        guard body.kind == key.kind else { throw .invalid("kind") }
        return SourceRecord(
            key: key, updatedAt: updatedAt, isTimedByArrival: isTimedByArrival, identifiers: identifiers,
            unlinked: unlinked, body: body, extent: extent)
    }

    private var extent: SourceRecord.Extent {
        if let times { return .pieced(times) }
        guard let part else { return silent.isEmpty ? .whole : .wholeButFor(Set(silent)) }
        return .part(stating: Set(part.stating), removing: Set(part.removing), assuming: Set(part.assuming))
    }
}

extension RecordPayload: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.byte(body.kind.rawValue)
        writer.byte(bits)
        writer.values(identifiers)
        writer.values(unlinked)
        body.write(to: &writer)
        times?.write(to: &writer)
        if let part {
            writer.strings(part.stating)
            writer.strings(part.removing)
            if !part.assuming.isEmpty { writer.strings(part.assuming) }
        }
        if !silent.isEmpty { writer.strings(silent) }
    }

    private var bits: UInt8 {
        (isTimedByArrival ? Self.timedByArrival : 0) | (times == nil ? 0 : Self.hasTimes)
            | (part == nil ? 0 : Self.isPart) | (silent.isEmpty ? 0 : Self.isSilent)
            | (part?.assuming.isEmpty ?? true ? 0 : Self.assumes)
    }

    /// Bits of the byte that earlier versions know as a flag. They refuse a record with times rather than read half
    /// of it.
    private static let (timedByArrival, hasTimes): (UInt8, UInt8) = (1, 2)
    /// In files alone.
    private static let (isPart, isSilent, assumes): (UInt8, UInt8, UInt8) = (4, 8, 16)

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        guard let kind = RecordKind(rawValue: try reader.byte()) else { throw .invalid("kind") }
        let bits = try reader.byte()
        let known = Self.timedByArrival | Self.hasTimes | Self.isPart | Self.isSilent | Self.assumes
        guard bits <= known else { throw .invalid("extent") }
        isTimedByArrival = bits & Self.timedByArrival != 0
        identifiers = try reader.values()
        unlinked = reader.format >= 2 ? try reader.values() : []
        body = try SourceRecord.Body(of: kind, from: &reader)
        times = bits & Self.hasTimes != 0 ? try MemberTimes(from: &reader) : nil
        part = bits & Self.isPart != 0 ? try Self.part(from: &reader, assumes: bits & Self.assumes != 0) : nil
        silent = bits & Self.isSilent != 0 ? try reader.strings() : []
    }
}

extension RecordPayload {
    private static func part(from reader: inout ByteReader, assumes: Bool) throws(DecodingFailure) -> Part {
        let (stating, removing) = (try reader.strings(), try reader.strings())
        return Part(stating: stating, removing: removing, assuming: assumes ? try reader.strings() : [])
    }
}

extension SourceRecord.Body {
    /// The kind is written elsewhere.
    func write(to writer: inout ByteWriter) {
        give(to: &writer)
    }

    init(of kind: RecordKind, from reader: inout ByteReader) throws(DecodingFailure) {
        guard let body = Self(of: kind, from: &reader) else { throw reader.failure ?? .invalid("body") }
        self = body
    }
}

extension ByteReader: BodySource {
    package mutating func body<Part: RecordPart>(_ type: Part.Type) -> Part? {
        do throws(DecodingFailure) {
            return try Part(from: &self)
        } catch {
            failure = error
            return nil
        }
    }
}

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
