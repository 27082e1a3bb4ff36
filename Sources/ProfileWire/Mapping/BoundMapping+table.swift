/// The rows of a table.
extension BoundMapping {
    /// What rows of one record have in common; nil when the row is empty there.
    package func groupKey(of row: CSVRow) -> [UInt8]? { groupKey(of: .cells(row)) }

    /// Whether the mapping leaves this row out.
    package func skips(_ row: CSVRow) -> Bool { skips(.cells(row), by: mapping.skips) }

    /// The record that the rows make up, judged by the same rules as every other.
    package func decode(_ rows: [CSVRow], by decoder: RecordDecoder) -> Result<DecodedRecord, RowRejection> {
        decode(rows.map { .cells($0) }, by: decoder)
    }

    /// The record that the rows make up as one JSON object, not judged beyond what the cells tell, and what was left
    /// out of it.
    package func json(_ rows: [CSVRow]) -> Result<(bytes: [UInt8], warnings: [WireWarning]), RowRejection> {
        json(rows.map { .cells($0) })
    }

    /// What is wrong with the record, placed in the rows it was made of.
    package func rejection(of rows: [CSVRow], for problems: [WireProblem]) -> RowRejection {
        rejection(of: rows.map { .cells($0) }, for: problems)
    }

    /// What identifies the record of a row among others; nil when the row names no record.
    package func key(of row: CSVRow) -> String? { key(of: .cells(row)) }
}

extension BoundMapping {
    /// What identifies the record of a row among others; nil when the row names no record.
    func key(of row: MappedRow) -> String? {
        let parts = ["source", "id"].compactMap { name -> String? in
            guard case .cell(let rule)? = mapping.members.first(where: { $0.name == name })?.node else { return nil }
            return rule.cases.isEmpty ? values(rule, row).first?.text : nil
        }
        guard let id = parts.last, !id.isEmpty, !ScientificNotation.isWritten(in: id), !mapping.kind.isAbsent(id: id)
        else { return nil }
        return parts.joined(separator: "\u{0}")
    }
}
