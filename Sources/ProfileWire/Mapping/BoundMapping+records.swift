extension BoundMapping {
    /// The record that the rows make up, judged by the same rules as every other.
    package func decode(_ rows: [CSVRow], by decoder: RecordDecoder) -> Result<DecodedRecord, RowRejection> {
        tree(of: rows).flatMap { tree in
            decoder.decode(line: tree.value).map { decoded in
                guard !tree.warnings.isEmpty else { return decoded }
                return DecodedRecord(record: decoded.record, warnings: tree.warnings + decoded.warnings)
            }.mapError { rejection(of: rows, for: $0.problems) }
        }
    }

    /// The record that the rows make up as one JSON object, not judged beyond what the cells tell, and what was left
    /// out of it.
    package func json(_ rows: [CSVRow]) -> Result<(bytes: [UInt8], warnings: [WireWarning]), RowRejection> {
        tree(of: rows).map { tree in
            var json = JSONWriter()
            json.value(tree.value)
            return (json.bytes, tree.warnings)
        }
    }

    /// What tells the record of a row from others, as far as cells say; nil when the row names no record.
    package func key(of row: CSVRow) -> String? {
        let parts = ["source", "id"].compactMap { name -> String? in
            guard case .cell(let rule)? = mapping.members.first(where: { $0.name == name })?.node else { return nil }
            return rule.cases.isEmpty ? text(rule, row) : nil
        }
        guard let id = parts.last, !id.isEmpty, !ScientificNotation.isWritten(in: id) else { return nil }
        return parts.joined(separator: "\u{0}")
    }

    /// What is wrong with the record, told of the rows it was made of.
    package func rejection(of rows: [CSVRow], for problems: [WireProblem]) -> RowRejection {
        var builder = RecordBuilder(self, rows, tracing: true)
        _ = builder.record()
        let placed = problems.map { place($0, builder.origins, rows) }
        return RowRejection(problems: placed)
    }

    private func tree(of rows: [CSVRow]) -> Result<(value: JSONValue, warnings: [WireWarning]), RowRejection> {
        if let flaw = differentCustomers(rows) { return .failure(flaw) }
        var builder = RecordBuilder(self, rows, tracing: false)
        let value = builder.record()
        guard builder.problems.isEmpty else { return .failure(rejection(of: rows, for: builder.problems)) }
        return .success((value, builder.warnings))
    }

    /// Rows of one record must be about one customer.
    private func differentCustomers(_ rows: [CSVRow]) -> RowRejection? {
        guard rows.count > 1, let customer = mapping.members.first(where: { $0.name == "customer" })?.node else {
            return nil
        }
        for column in customer.inputs {
            var first: String?
            for row in rows {
                let text = text(column, row, mapping.style)
                guard !text.isEmpty else { continue }
                if let first, first != text {
                    let detail = "rows of one \(mapping.kind.word) name different customers"
                    return RowRejection(problems: [
                        .init(
                            line: row.line, columns: [column.name],
                            problem: WireProblem(pointer: "/customer", code: .mismatch, detail: detail))
                    ])
                }
                first = text
            }
        }
        return nil
    }

    private func place(
        _ problem: WireProblem, _ origins: [String: [RecordBuilder.Origin]], _ rows: [CSVRow]
    ) -> RowRejection.Placed {
        let below = problem.pointer + "/"
        let found =
            origins[problem.pointer] ?? longestPrefix(of: problem.pointer, in: origins)
            ?? origins.filter { $0.key.hasPrefix(below) }.sorted { $0.key < $1.key }.flatMap(\.value)
        var columns: [String] = []
        for column in found.flatMap(\.columns) where !columns.contains(column) { columns.append(column) }
        return .init(line: found.first?.line ?? rows.first?.line ?? 0, columns: columns, problem: problem)
    }

    private func longestPrefix(
        of pointer: String, in origins: [String: [RecordBuilder.Origin]]
    ) -> [RecordBuilder.Origin]? {
        origins.filter { pointer.hasPrefix($0.key + "/") }.max { $0.key.utf8.count < $1.key.utf8.count }?.value
    }
}
