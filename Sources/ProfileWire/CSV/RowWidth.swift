/// Tells rows that have another number of fields than the header: what is in them may stand below wrong names.
package struct RowWidth: Sendable {
    private let header: Int
    /// Without columns at the end that have no name.
    private let named: Int
    private let fills: Bool

    /// `fills` takes shorter rows too; what they lack is empty.
    package init(header: [String], fills: Bool) {
        self.header = header.count
        named = (header.lastIndex { !CleanText.clean($0).isEmpty } ?? -1) + 1
        self.fills = fills
    }

    /// What is wrong with the row, with both counts; nil when it fits. Empty fields behind the last column do no harm.
    package func flaw(of row: CSVRow) -> String? {
        let isTooShort = row.count < named && !fills
        let isTooLong = row.count > header && (header..<row.count).contains { !row[$0].isEmpty }
        guard isTooShort || isTooLong else { return nil }
        let hint = isTooShort ? "; the mapping takes such lines with ragged: fill" : ""
        return "the line has \(row.count) \(row.count == 1 ? "field" : "fields"), the header \(header)" + hint
    }
}
