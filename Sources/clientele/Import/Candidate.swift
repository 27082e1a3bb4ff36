import ProfileCore
import ProfileWire

/// What may become a record: a line of NDJSON, or the rows of a CSV file that make one up.
enum Candidate {
    case line(number: Int, bytes: [UInt8])
    case rows([CSVRow], BoundMapping)

    func decode(by decoder: RecordDecoder) -> Result<DecodedRecord, RowRejection> {
        switch self {
        case .rows(let rows, let mapping): mapping.decode(rows, by: decoder)
        case .line(let number, let bytes):
            decoder.decode(line: bytes).mapError { RowRejection(line: number, $0.problems) }
        }
    }

    /// The record as it is sent to a server, which judges it, and what was left out of it.
    var json: Result<(bytes: [UInt8], warnings: [WireWarning]), RowRejection> {
        switch self {
        // At the head of what is sent, the server would take the mark for that of a file.
        case .line(let number, let bytes) where ByteOrderMark.leads(bytes):
            .failure(RowRejection(line: number, WireRejection(JSONError(.byteOrderMark, at: 0)).problems))
        case .line(_, let bytes): .success((bytes, []))
        case .rows(let rows, let mapping): mapping.json(rows)
        }
    }

    /// In bytes of the file.
    var weight: Int {
        switch self {
        case .line(_, let bytes): bytes.count
        case .rows(let rows, _): rows.reduce(0) { $0 + $1.bytes.count }
        }
    }

    func rejection(for problems: [WireProblem]) -> RowRejection {
        switch self {
        case .line(let number, _): RowRejection(line: number, problems)
        case .rows(let rows, let mapping): mapping.rejection(of: rows, for: problems)
        }
    }
}

extension RowRejection {
    init(line: Int, _ problems: [WireProblem]) {
        self.init(problems: problems.map { Placed(line: line, columns: [], problem: $0) })
    }
}
