package import ProfileCore

/// A mapping laid on the header of a file.
package struct BoundMapping: Sendable {
    package let mapping: Mapping
    /// Where in a row each of the mapping's columns is; -1 for one the file does not have and need not.
    let places: [Int]
    /// No birthday lies after it.
    let today: Day
    /// Where the file, one of rejected lines, says which line of the original a row was.
    private let originalLine: Int?

    /// - Throws: every column that the file does not have, or has twice, with what may have been meant.
    package init(_ mapping: Mapping, header: [String], today: Day) throws(WireRejection) {
        self.mapping = mapping
        self.today = today
        let names = header.map(CleanText.clean)
        originalLine = names.firstIndex(of: Self.originalLineColumn)
        var problems: [WireProblem] = []
        places = mapping.columns.map { column in
            let found = names.indices.filter { names[$0] == CleanText.clean(column.name) }
            let isThere = column.nth.map { $0 <= found.count } ?? !found.isEmpty
            if !isThere, !mapping.optionalColumns.contains(column.name) {
                problems.append(found.isEmpty ? Self.missing(column.name, among: names) : Self.few(column, found.count))
            } else if found.count > 1, column.nth == nil {
                problems.append(Self.ambiguous(column.name, found.count))
            }
            return isThere ? found[(column.nth ?? 1) - 1] : -1
        }
        if !problems.isEmpty { throw WireRejection(problems: problems) }
    }

    /// What the column with the line's number is called in a file of rejected lines.
    package static let originalLineColumn = "rejected_line"

    private static func few(_ column: ColumnName, _ count: Int) -> WireProblem {
        let columns = count == 1 ? "1 column" : "\(count) columns"
        return WireProblem(
            pointer: "", code: .missing,
            detail: "the file has \(columns) \"\(column.name)\", and nth asks for number \(column.nth ?? 1)")
    }

    private static func ambiguous(_ name: String, _ count: Int) -> WireProblem {
        WireProblem(
            pointer: "", code: .notUnique, detail: "the file has \(count) columns \"\(name)\"; say which with nth: 1")
    }

    private static func missing(_ column: String, among names: [String]) -> WireProblem {
        let hint = NearMiss.suggestion(for: column, among: names).map { "; did you mean \"\($0)\"?" }
        let listed = names.prefix(40).map { "\"\($0)\"" }.joined(separator: ", ")
        return WireProblem(
            pointer: "", code: .missing,
            detail: "the file has no column \"\(column)\"" + (hint ?? "; it has \(listed)"))
    }

    /// What rows of one record have in common; nil when the row is empty there.
    package func groupKey(of row: CSVRow) -> [UInt8]? {
        var key: [UInt8] = []
        var isEmpty = true
        for column in mapping.groupBy {
            let text = text(column, row, mapping.style)
            isEmpty = isEmpty && text.isEmpty
            key.append(contentsOf: text.utf8)
            key.append(0)
        }
        return isEmpty ? nil : key
    }

    /// Whether the mapping leaves this row out.
    package func skips(_ row: CSVRow) -> Bool {
        mapping.skips.contains { conditions in conditions.allSatisfy { holds($0, row, mapping.style) } }
    }

    func holds(_ condition: RowCondition, _ row: CSVRow, _ style: CellStyle) -> Bool {
        let text = text(condition.column, row, style)
        return condition.holds(text) { style.numbers.json(text).flatMap(Double.init) }
    }

    /// The cell's text without blanks at its ends; empty when it is a null word or not there.
    func text(_ column: Column, _ row: CSVRow, _ style: CellStyle) -> String {
        let text = CleanText.clean(row.text(places[column.slot]))
        let plain = style.isGuarded ? FormulaGuard.unguarded(text) : FormulaGuard.literal(text)
        return style.nullWords.contains(plain) ? "" : plain
    }

    /// What a rule reads of a row: a constant, or what stands in its columns, with the line's number if it asks for it.
    func text(_ rule: CellRule, _ row: CSVRow) -> String {
        switch rule.input {
        case .constant(let text): return text
        case .columns(let columns, let separator):
            if columns.count == 1, !rule.isNumbered { return text(columns[0], row, rule.style) }
            var parts = columns.map { text($0, row, rule.style) }.filter { !$0.isEmpty }
            if rule.isNumbered { parts.append(lineNumber(of: row)) }
            return parts.joined(separator: separator)
        }
    }

    /// The row's line in the file it first stood in.
    private func lineNumber(of row: CSVRow) -> String {
        let original = originalLine.map { row.text($0) } ?? ""
        return Int(original) == nil ? String(row.line) : original
    }
}

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

    /// What identifies the record of a row among others; nil when the row names no record.
    package func key(of row: CSVRow) -> String? {
        let parts = ["source", "id"].compactMap { name -> String? in
            guard case .cell(let rule)? = mapping.members.first(where: { $0.name == name })?.node else { return nil }
            return rule.cases.isEmpty ? text(rule, row) : nil
        }
        guard let id = parts.last, !id.isEmpty, !ScientificNotation.isWritten(in: id) else { return nil }
        return parts.joined(separator: "\u{0}")
    }

    /// What is wrong with the record, placed in the rows it was made of.
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

/// Why rows did not become a record: what is wrong, and in which lines and columns.
package struct RowRejection: Error, Hashable, Sendable {
    package struct Placed: Hashable, Sendable {
        package let line: Int
        /// Empty when no column is mapped to the member.
        package let columns: [String]
        package let problem: WireProblem

        package init(line: Int, columns: [String], problem: WireProblem) {
            self.line = line
            self.columns = columns
            self.problem = problem
        }

        /// `column "InvoiceDate" (placed_at): a date written as …`, without any value of the file.
        package var sentence: String {
            let member = problem.pointer.dropFirst().replacing("/", with: ".")
            let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
            switch (columns.isEmpty, member.isEmpty) {
            case (false, false): return "column \(names) (\(member)): \(problem.detail)"
            case (false, true): return "column \(names): \(problem.detail)"
            case (true, false): return "\(member): \(problem.detail)"
            case (true, true): return problem.detail
            }
        }
    }

    /// Never empty.
    package let problems: [Placed]

    package init(problems: [Placed]) {
        self.problems = problems
    }
}
