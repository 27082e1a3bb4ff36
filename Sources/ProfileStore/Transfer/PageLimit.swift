/// How long a page of rows may be: it ends with whichever comes first, but holds one row at least.
package struct PageLimit: Hashable, Sendable {
    package let rows: Int
    package let bytes: Int

    package init(rows: Int, bytes: Int) {
        self.rows = rows
        self.bytes = bytes
    }

    /// What is moved at a time.
    package static let standard = PageLimit(rows: 1000, bytes: 4 << 20)
}
