import ProfileCore
import ProfileWire

/// What of a file a record was made of, as it stands there: enough to write it down where the record is refused.
enum RecordOrigin: Sendable {
    case line(number: Int, bytes: [UInt8])
    case rows([CSVRow])
    case documents([NumberedDocument])
    /// Of a record that can hardly be refused, which takes no more room than it has to.
    case place(Int)

    init(_ candidate: Candidate) {
        switch candidate {
        case .line(let number, let bytes): self = .line(number: number, bytes: bytes)
        case .rows(let rows, _): self = .rows(rows)
        case .documents(let documents, _): self = .documents(documents)
        }
    }

    /// What the records of one document may repeat of it in all, in bytes.
    private static let mostRepeated = 64 << 10

    /// What the file says of a record that is judged beside what is stored: a part, a record that keeps members, or one
    /// of a kind of which there may be only so many. Of another, and of one of too many that a document gives, where it
    /// stands.
    init(_ candidate: Candidate, amongst count: Int, of record: SourceRecord) {
        let origin = RecordOrigin(candidate)
        let isJudged = record.extent != .whole || record.key.kind.subject == .nobody
        let fits = count == 1 || candidate.weight * count <= Self.mostRepeated
        self = isJudged && fits ? origin : .place(origin.number)
    }

    /// Which line or element of the file it begins with, from 1.
    var number: Int {
        switch self {
        case .line(let number, _), .place(let number): number
        case .rows(let rows): rows.first?.line ?? 0
        case .documents(let documents): documents.first?.number ?? 0
        }
    }
}

/// A record that is put aside until its turn to be filed comes, with its origin.
struct PutAside: Sendable {
    let origin: RecordOrigin
    let record: SourceRecord
}

extension PutAside: Storable {
    func write(to writer: inout ByteWriter) {
        origin.write(to: &writer)
        record.write(to: &writer)
    }

    init(from reader: inout ByteReader) throws(DecodingFailure) {
        origin = try RecordOrigin(from: &reader)
        record = try SourceRecord(from: &reader)
    }
}

extension RecordOrigin: Storable {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .place(let number):
            writer.byte(0)
            writer.integer(number)
        case .line(let number, let bytes):
            writer.byte(1)
            writer.integer(number)
            writer.text(bytes)
        case .rows(let rows):
            writer.byte(2)
            writer.count(rows.count)
            for row in rows {
                writer.integer(row.line)
                writer.text(row.bytes)
                writer.values(row.ends.map(Int.init))
            }
        case .documents(let documents):
            writer.byte(3)
            writer.count(documents.count)
            for document in documents {
                writer.integer(document.number)
                writer.text(document.bytes)
                writer.strings(document.list.map { [$0] } ?? [])
            }
        }
    }

    init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch try reader.byte() {
        case 0: self = .place(try reader.int())
        case 1: self = .line(number: try reader.int(), bytes: Array(try reader.string().utf8))
        case 2:
            var rows: [CSVRow] = []
            for _ in 0..<(try reader.count()) {
                let (line, bytes) = (try reader.int(), Array(try reader.string().utf8))
                let ends = try reader.values(Int.self).map { Int32(clamping: $0) }
                rows.append(CSVRow(line: line, bytes: bytes, ends: ends))
            }
            self = .rows(rows)
        case 3:
            var documents: [NumberedDocument] = []
            for _ in 0..<(try reader.count()) {
                let (number, bytes) = (try reader.int(), Array(try reader.string().utf8))
                documents.append(NumberedDocument(number: number, bytes: bytes, list: try reader.strings().first))
            }
            self = .documents(documents)
        default: throw .invalid("origin")
        }
    }
}

extension ByteWriter {
    /// Whatever became a record is UTF-8.
    fileprivate mutating func text(_ bytes: [UInt8]) { string(String(decoding: bytes, as: UTF8.self)) }
}
