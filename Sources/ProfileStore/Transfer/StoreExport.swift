package import ProfileCore

/// Everything that a store knows without having derived it, page by page, in an order that depends on nothing else.
///
/// Keys of the API and erasures are not part of it: the first belong to their installation, and the second have a
/// ledger of their own.
package struct StoreExport: Sendable {
    private let reader: any RowReading
    private var sections: ArraySlice<ExportEntry.Section>
    private var last: StoredRow?

    /// `reader` has to show one moment for the export to be whole. Only `sections` are read.
    package init(of reader: any RowReading, _ sections: [ExportEntry.Section] = ExportEntry.Section.allCases) {
        self.reader = reader
        self.sections = sections[...]
    }

    /// The next entries, which may be none; nil at the end.
    package mutating func next() async throws(StoreError) -> [ExportEntry]? {
        while let section = sections.first {
            let page = try await reader.page(of: section.table, after: last, limit: .standard)
            last = page.last
            if last == nil {
                sections.removeFirst()
            } else {
                var entries: [ExportEntry] = []
                for row in page {
                    if let entry = try ExportEntry(row, of: section) { entries.append(entry) }
                }
                return entries
            }
        }
        return nil
    }
}
