/// A mapping laid on the header of a file.
package struct BoundMapping: Sendable {
    package let mapping: Mapping
    /// Where in a row each of the mapping's columns is; -1 for one the file does not have and need not.
    let places: [Int]

    /// - Throws: every column that the file does not have, or has twice, with what may have been meant.
    package init(_ mapping: Mapping, header: [String]) throws(WireRejection) {
        self.mapping = mapping
        let names = header.map(CleanText.clean)
        var problems: [WireProblem] = []
        places = mapping.columns.map { column in
            let found = names.indices.filter { names[$0] == CleanText.clean(column) }
            if found.isEmpty, !mapping.optionalColumns.contains(column) {
                problems.append(Self.missing(column, among: names))
            } else if found.count > 1 {
                problems.append(
                    WireProblem(
                        pointer: "", code: .notUnique, detail: "the file has \(found.count) columns \"\(column)\""))
            }
            return found.first ?? -1
        }
        if !problems.isEmpty { throw WireRejection(problems: problems) }
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
        let plain = style.isGuarded ? FormulaGuard.unguarded(text) : text
        if !style.nullWords.isEmpty, style.nullWords.contains(plain.lowercased()) { return "" }
        return plain
    }

    /// Why the row cannot be of this file, if so: more fields than the header, which would be dropped.
    package static func surplus(in row: CSVRow, of header: Int) -> Int? {
        guard row.count > header else { return nil }
        let isHarmless = (header..<row.count).allSatisfy { row[$0].isEmpty }
        return isHarmless ? nil : row.count
    }
}
