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
